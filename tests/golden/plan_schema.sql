CREATE TABLE "meta" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "format" INTEGER NOT NULL,
  "min_reader" INTEGER NOT NULL,
  "uuid" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "app_version" TEXT NOT NULL
) STRICT;

CREATE TABLE "plan" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "company" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "fy_label" TEXT,
  "fy_start" TEXT NOT NULL,
  "fy_pattern" TEXT,
  "currency" TEXT NOT NULL,
  "currency_decimals" INTEGER NOT NULL,
  "locale" TEXT,
  "as_of" TEXT NOT NULL,
  "discount_rate" REAL,
  "value_horizon_months" INTEGER,
  "clv_horizon_months" INTEGER,
  "synergy_kappa" REAL,
  "company_revenue_prior_year" INTEGER,
  "topdown_budget" INTEGER NOT NULL,
  "brand_target_share" REAL,
  "status" TEXT,
  "version" INTEGER,
  "vision" TEXT,
  "weight_segments" REAL,
  "weight_reach" REAL,
  "weight_technical" REAL,
  "weight_marketing" REAL,
  "weight_results" REAL,
  "weight_strategy" REAL,
  "holiday_regions" TEXT,
  "approved_version" TEXT
) STRICT;

CREATE TABLE "goal" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "text" TEXT,
  "metric" TEXT,
  "target" REAL,
  "unit" TEXT,
  "due" TEXT
) STRICT;

CREATE TABLE "milestone" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "date" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "goal_id" TEXT,
  "owner_role" TEXT,
  "status" TEXT,
  "kind" TEXT,
  "kpi_id" TEXT
) STRICT;

CREATE TABLE "blackout" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "start" TEXT NOT NULL,
  "end" TEXT NOT NULL,
  "region" TEXT,
  "segment_id" TEXT
) STRICT;

CREATE TABLE "segment" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "description" TEXT,
  "region" TEXT,
  "buying_group_size" REAL,
  "needs" TEXT,
  "where_found" TEXT,
  "how_influenced" TEXT,
  "market_size_accounts" INTEGER,
  "satisfaction_score" REAL,
  "satisfaction_source" TEXT,
  "satisfaction_date" TEXT,
  "overlaps_with" TEXT
) STRICT;

CREATE TABLE "offering" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "parent_id" TEXT,
  "level" TEXT,
  "name" TEXT NOT NULL,
  "revenue_model" TEXT,
  "seasonality" TEXT,
  "seasonal_revenue" INTEGER,
  "unit" TEXT,
  "launch_date" TEXT,
  "is_core" INTEGER
) STRICT;

CREATE TABLE "cell" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "segment_id" TEXT NOT NULL,
  "offering_id" TEXT NOT NULL,
  "priority" TEXT,
  "sales_model" TEXT,
  "customers_start" REAL NOT NULL,
  "prospects" REAL,
  "arpa_month" REAL,
  "first_order_value" REAL,
  "fov_recognition_months" INTEGER,
  "gross_margin" REAL,
  "orders_per_year" REAL,
  "retention_year" REAL,
  "retention_new_year" REAL,
  "expansion_year" REAL,
  "referral_year" REAL,
  "base_new_month" REAL,
  "base_responses_month" REAL,
  "order_rate" REAL,
  "base_erosion_year" REAL,
  "lead_to_offer" REAL,
  "offer_to_deal" REAL,
  "lag_lead_offer" REAL,
  "lag_offer_deal" REAL,
  "ret_half_spend" REAL,
  "ret_max_effect" REAL,
  "target_new_customers" REAL,
  "target_revenue" INTEGER,
  "offers_capacity_month" REAL,
  "delivery_capacity_month" REAL
) STRICT;

CREATE TABLE "stage" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "seq" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "question" TEXT,
  "desired_next_step" TEXT,
  "checklist_points" TEXT,
  "conversion" REAL
) STRICT;

CREATE TABLE "channel" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "medium" TEXT,
  "poem_type" TEXT,
  "response_unit" TEXT,
  "unit_cost" REAL,
  "lead_rate" REAL,
  "quality" REAL,
  "order_factor" REAL,
  "sigma" REAL,
  "slope" REAL,
  "half_life_weeks" REAL,
  "delay_months" INTEGER,
  "long_term_multiplier" REAL,
  "lead_time_days" INTEGER,
  "max_touches_per_month" REAL,
  "brand_weight" REAL,
  "confidence" TEXT,
  "source" TEXT
) STRICT;

CREATE TABLE "lane" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "channel_id" TEXT NOT NULL,
  "cell_id" TEXT NOT NULL,
  "ref_spend_month" REAL,
  "fit" REAL,
  "basis" TEXT
) STRICT;

CREATE TABLE "campaign" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "objective" TEXT,
  "objective_id" TEXT,
  "primary_message_id" TEXT,
  "start" TEXT,
  "end" TEXT,
  "owner_role" TEXT,
  "brand_or_activation" TEXT,
  "integration" REAL,
  "template_source" TEXT,
  "launch_date" TEXT
) STRICT;

CREATE TABLE "activity" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "campaign_id" TEXT,
  "name" TEXT NOT NULL,
  "channel_id" TEXT,
  "stage_id" TEXT,
  "start" TEXT NOT NULL,
  "end" TEXT NOT NULL,
  "recurrence" TEXT,
  "until" TEXT,
  "phasing" TEXT,
  "payments" TEXT,
  "custom_phasing" TEXT,
  "gross_spend" INTEGER NOT NULL,
  "currency" TEXT,
  "foreign_amount" REAL,
  "fx_rate_plan" REAL,
  "quantity" REAL,
  "category_id" TEXT,
  "cost_centre_id" TEXT,
  "region" TEXT,
  "vendor_id" TEXT,
  "contract_id" TEXT,
  "partner_id" TEXT,
  "fund_id" TEXT,
  "partner_share" REAL,
  "owner_role" TEXT,
  "co_owner_role" TEXT,
  "status" TEXT,
  "approval_status" TEXT,
  "approver_role" TEXT,
  "message_id" TEXT,
  "asset_ids" TEXT,
  "depends_on" TEXT,
  "locked" INTEGER,
  "planned_responses" REAL,
  "audience" TEXT,
  "sends" INTEGER,
  "created_by_rule" TEXT,
  "brief" TEXT,
  "notes" TEXT
) STRICT;

CREATE TABLE "activity_target" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "activity_id" TEXT NOT NULL,
  "cell_id" TEXT NOT NULL,
  "share" REAL NOT NULL
) STRICT;

CREATE TABLE "cost_category" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "working" INTEGER,
  "gl_account" TEXT
) STRICT;

CREATE TABLE "cost_centre" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL
) STRICT;

CREATE TABLE "envelope" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "fiscal_year" TEXT,
  "quarter" INTEGER,
  "cost_centre_id" TEXT,
  "category_id" TEXT,
  "region" TEXT,
  "topdown_amount" INTEGER,
  "owner_role" TEXT,
  "note" TEXT,
  "release_rule" TEXT
) STRICT;

CREATE TABLE "vendor" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "service" TEXT,
  "annual_cap" INTEGER,
  "preferred" INTEGER,
  "risk_rating" TEXT,
  "data_processor" INTEGER,
  "dpa_signed" INTEGER
) STRICT;

CREATE TABLE "contract" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "vendor_id" TEXT,
  "title" TEXT NOT NULL,
  "start" TEXT,
  "end" TEXT,
  "value" INTEGER,
  "notice_days" INTEGER,
  "auto_renew" INTEGER,
  "payment_terms_days" INTEGER,
  "owner_role" TEXT,
  "status" TEXT
) STRICT;

CREATE TABLE "partner" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "type" TEXT,
  "region" TEXT,
  "lifecycle_stage" TEXT,
  "fit_score" REAL,
  "fit_segments" REAL,
  "fit_reach" REAL,
  "fit_technical" REAL,
  "fit_marketing" REAL,
  "fit_results" REAL,
  "fit_strategy" REAL,
  "prior_year_revenue" INTEGER,
  "target_revenue" INTEGER,
  "certified_staff" INTEGER,
  "deal_registrations_py" INTEGER,
  "voice_score" REAL,
  "voice_last_date" TEXT,
  "brand_kit_version" TEXT
) STRICT;

CREATE TABLE "mdf_fund" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "partner_id" TEXT,
  "period_start" TEXT,
  "period_end" TEXT,
  "allocated" INTEGER,
  "default_partner_share" REAL,
  "claim_deadline" TEXT,
  "rules" TEXT
) STRICT;

CREATE TABLE "message" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "scope_type" TEXT,
  "scope_id" TEXT,
  "version" TEXT,
  "positioning" TEXT,
  "value_proposition" TEXT,
  "proof_points" TEXT,
  "differentiator" TEXT,
  "tone" TEXT,
  "mandatory_elements" TEXT,
  "updated" TEXT
) STRICT;

CREATE TABLE "asset" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "type" TEXT,
  "journey_stage" TEXT,
  "offering_id" TEXT,
  "language" TEXT,
  "version" TEXT,
  "shared_with_partners" INTEGER,
  "licence_expires" TEXT,
  "ready_date" TEXT,
  "status" TEXT,
  "repurposed_from" TEXT
) STRICT;

CREATE TABLE "lever" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "metric" TEXT NOT NULL,
  "multiplier" REAL NOT NULL,
  "cell_id" TEXT,
  "channel_id" TEXT,
  "start" TEXT NOT NULL,
  "ramp_months" INTEGER,
  "activity_id" TEXT,
  "confidence" TEXT
) STRICT;

CREATE TABLE "objective" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "goal_id" TEXT,
  "text" TEXT NOT NULL,
  "company_metric" TEXT,
  "target_value" REAL,
  "unit" TEXT,
  "due" TEXT
) STRICT;

CREATE TABLE "kpi" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "objective_id" TEXT,
  "name" TEXT NOT NULL,
  "kind" TEXT,
  "unit" TEXT,
  "frequency" TEXT,
  "source" TEXT,
  "target_fy" REAL,
  "stage_id" TEXT,
  "segment_id" TEXT,
  "owner_role" TEXT
) STRICT;

CREATE TABLE "kpi_value" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "kpi_id" TEXT NOT NULL,
  "month" TEXT NOT NULL,
  "plan" REAL,
  "actual" REAL
) STRICT;

CREATE TABLE "assumption" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "scope" TEXT NOT NULL,
  "parameter" TEXT NOT NULL,
  "value" REAL NOT NULL,
  "low_p10" REAL,
  "high_p90" REAL,
  "unit" TEXT,
  "confidence" TEXT,
  "source" TEXT,
  "date" TEXT,
  "owner_role" TEXT
) STRICT;

CREATE TABLE "scenario" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "parent_id" TEXT,
  "description" TEXT
) STRICT;

CREATE TABLE "scenario_override" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "scenario_id" TEXT NOT NULL,
  "selector" TEXT NOT NULL,
  "field" TEXT NOT NULL,
  "op" TEXT NOT NULL,
  "value" TEXT NOT NULL
) STRICT;

CREATE TABLE "intake_answer" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "answer" TEXT,
  "answered_by_role" TEXT,
  "date" TEXT
) STRICT;

CREATE TABLE "stakeholder" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "role" TEXT NOT NULL,
  "expects" TEXT,
  "goal_id" TEXT,
  "sign_off_due" TEXT,
  "signed_off" TEXT,
  "comment" TEXT
) STRICT;

CREATE TABLE "commitment" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "activity_id" TEXT,
  "vendor_id" TEXT,
  "date" TEXT,
  "amount" INTEGER,
  "status" TEXT,
  "blanket_id" TEXT,
  "reference" TEXT,
  "note" TEXT
) STRICT;

CREATE TABLE "actual" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "activity_id" TEXT,
  "month" TEXT NOT NULL,
  "amount" INTEGER NOT NULL,
  "po_id" TEXT,
  "posted_date" TEXT,
  "kind" TEXT,
  "vendor_id" TEXT,
  "reference" TEXT,
  "quantity" REAL,
  "foreign_amount" REAL,
  "note" TEXT
) STRICT;

CREATE TABLE "forecast_override" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "activity_id" TEXT NOT NULL,
  "month" TEXT NOT NULL,
  "amount" INTEGER NOT NULL,
  "note" TEXT
) STRICT;

CREATE TABLE "variance_note" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "activity_id" TEXT NOT NULL,
  "month" TEXT NOT NULL,
  "text" TEXT,
  "author_role" TEXT
) STRICT;

CREATE TABLE "transfer" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "from_envelope_id" TEXT NOT NULL,
  "to_envelope_id" TEXT NOT NULL,
  "amount" INTEGER NOT NULL,
  "date" TEXT,
  "approver_role" TEXT,
  "note" TEXT
) STRICT;

CREATE TABLE "erp_rule" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "gives" TEXT NOT NULL,
  "looks_at" TEXT,
  "equals" TEXT,
  "code" TEXT NOT NULL,
  "rank" INTEGER
) STRICT;

CREATE TABLE "past_month" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "channel_id" TEXT NOT NULL,
  "month" TEXT NOT NULL,
  "spend" INTEGER,
  "responses" REAL
) STRICT;

CREATE TABLE "mdf_claim" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "activity_id" TEXT,
  "claim_date" TEXT,
  "amount" INTEGER,
  "approved_amount" INTEGER,
  "paid_date" TEXT,
  "status" TEXT,
  "proof_note" TEXT
) STRICT;

CREATE TABLE "joint_plan" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "partner_id" TEXT NOT NULL,
  "campaign_id" TEXT,
  "goal" TEXT,
  "objective_id" TEXT,
  "our_responsibility" TEXT,
  "partner_responsibility" TEXT,
  "expected_leads" REAL,
  "expected_revenue" INTEGER,
  "review_cadence" TEXT,
  "owner_role" TEXT,
  "partner_owner_role" TEXT,
  "next_review" TEXT
) STRICT;

CREATE TABLE "approval_rule" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "from_amount" INTEGER,
  "to_amount" INTEGER,
  "approver_role" TEXT NOT NULL,
  "needs_finance" INTEGER
) STRICT;

CREATE TABLE "approval" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "activity_id" TEXT,
  "contract_id" TEXT,
  "campaign_id" TEXT,
  "step" TEXT,
  "role" TEXT,
  "decision" TEXT,
  "date" TEXT,
  "comment" TEXT,
  "amount" INTEGER,
  "start" TEXT,
  "end" TEXT,
  "vendor_id" TEXT,
  "version" TEXT
) STRICT;

CREATE TABLE "risk" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "title" TEXT NOT NULL,
  "type" TEXT,
  "probability" REAL,
  "impact_eur" INTEGER,
  "owner_role" TEXT,
  "mitigation" TEXT,
  "due" TEXT,
  "status" TEXT
) STRICT;

CREATE TABLE "feedback" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "source_type" TEXT,
  "source_id" TEXT,
  "date" TEXT,
  "score" REAL,
  "theme" TEXT,
  "text" TEXT,
  "action" TEXT,
  "status" TEXT
) STRICT;

CREATE TABLE "idea" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "date" TEXT,
  "from_role" TEXT,
  "idea" TEXT NOT NULL,
  "status" TEXT,
  "decided" TEXT
) STRICT;

CREATE TABLE "finding_decision" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "rule_id" TEXT NOT NULL,
  "subject" TEXT,
  "status" TEXT,
  "severity" TEXT,
  "value_at_stake" INTEGER,
  "evidence" TEXT,
  "decided_by_role" TEXT,
  "date" TEXT,
  "note" TEXT,
  "effect_before" INTEGER,
  "effect_after" INTEGER
) STRICT;

CREATE TABLE "guideline_acknowledgement" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "asset_id" TEXT NOT NULL,
  "version" TEXT,
  "role" TEXT,
  "partner_id" TEXT,
  "date" TEXT
) STRICT;

CREATE TABLE "insight_fact" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "text" TEXT NOT NULL,
  "source" TEXT,
  "date" TEXT,
  "segment_id" TEXT,
  "offering_id" TEXT,
  "confidence" TEXT
) STRICT;

CREATE TABLE "competitor" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "segment_id" TEXT,
  "spend_estimate" INTEGER,
  "share_of_voice" REAL,
  "date" TEXT,
  "source" TEXT,
  "note" TEXT
) STRICT;

CREATE TABLE "experiment" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "hypothesis" TEXT NOT NULL,
  "metric" TEXT,
  "start" TEXT,
  "end" TEXT,
  "channel_id" TEXT,
  "cell_id" TEXT,
  "activity_id" TEXT,
  "sample_note" TEXT,
  "result" TEXT,
  "lever_id" TEXT,
  "status" TEXT,
  "owner_role" TEXT
) STRICT;

CREATE TABLE "message_variant" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "message_id" TEXT NOT NULL,
  "language" TEXT,
  "region" TEXT,
  "text" TEXT
) STRICT;

CREATE TABLE "activity_link" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "activity_id" TEXT NOT NULL,
  "linked_id" TEXT NOT NULL,
  "link_type" TEXT,
  "timing" TEXT,
  "lag_days" INTEGER
) STRICT;

CREATE TABLE "touchpoint_template" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "name" TEXT NOT NULL,
  "channel_id" TEXT,
  "stage_id" TEXT,
  "category_id" TEXT,
  "duration_days" INTEGER,
  "default_spend" INTEGER,
  "partner_share" REAL,
  "lead_time_days" INTEGER,
  "needed_assets" TEXT,
  "chain" TEXT,
  "offset_days" INTEGER,
  "budget_share" REAL,
  "link_type" TEXT,
  "linked_template_id" TEXT,
  "notes" TEXT
) STRICT;

CREATE TABLE "prescribed_change" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "decision_id" TEXT NOT NULL,
  "target" TEXT NOT NULL,
  "field" TEXT NOT NULL,
  "old" TEXT,
  "new" TEXT
) STRICT;

CREATE TABLE "rule_setting" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "rule_id" TEXT NOT NULL,
  "threshold" TEXT,
  "value" REAL,
  "off" INTEGER,
  "note" TEXT,
  "date" TEXT
) STRICT;

CREATE TABLE "deck_page" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "kind" TEXT NOT NULL,
  "shown" INTEGER,
  "title" TEXT,
  "notes" TEXT,
  "campaign_id" TEXT,
  "grouping" TEXT,
  "days" TEXT
) STRICT;

CREATE TABLE "ask" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "title" TEXT NOT NULL,
  "text" TEXT,
  "amount" INTEGER,
  "by" TEXT,
  "otherwise" TEXT,
  "subject" TEXT,
  "shown" INTEGER
) STRICT;

CREATE TABLE "board_decision" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "title" TEXT NOT NULL,
  "decision" TEXT NOT NULL,
  "subject" TEXT,
  "amount" INTEGER,
  "by" TEXT,
  "role" TEXT,
  "date" TEXT,
  "comment" TEXT,
  "version" TEXT
) STRICT;

CREATE TABLE "market_event" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "extra" TEXT,
  "title" TEXT NOT NULL,
  "date" TEXT,
  "probability" REAL,
  "impact" INTEGER,
  "segment_id" TEXT,
  "response" TEXT,
  "scenario_id" TEXT,
  "owner_role" TEXT,
  "status" TEXT
) STRICT;

CREATE TABLE "kept_table" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "header" TEXT NOT NULL,
  "rows" TEXT NOT NULL
) STRICT;

CREATE TABLE "version" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "position" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  "at" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "format" INTEGER NOT NULL,
  "sums" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "hash" TEXT NOT NULL,
  "data" BLOB NOT NULL
) STRICT;

CREATE TABLE "change_log" (
  "number" INTEGER NOT NULL PRIMARY KEY,
  "at" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "previous" TEXT NOT NULL,
  "hash" TEXT NOT NULL
) STRICT;
