"""Faulty plan tables, each with the lines that tell what is wrong."""

from typing import Any

ROW = "A1,Mailing,email,aware,{start},{end},{spend},{after}\n"
HEAD = "activity_id,name,channel_id,stage_id,start,end,gross_spend,depends_on\n"


def activity(start: str = "2027-07-05", end: str = "2027-07-09", spend: str = "1", after: str = "") -> str:
    return HEAD + ROW.format(start=start, end=end, spend=spend, after=after)


REFUSED: list[tuple[dict[str, Any], list[str]]] = [
    ({"a\\b__csv": "x\n1\n"}, ["a\\b.csv:1: the name of a table holds no “\\”: rename the file"]),
    (
        {"activities__csv": activity(start="31.12.2027")},
        ["activities.csv:2 [start]: “31.12.2027” is not a date like 2027-03-31"],
    ),
    ({"activities__csv": activity(start="")}, ["activities.csv:2 [start]: Start is missing"]),
    (
        {"activities__csv": activity(end="2027-02-30")},
        ["activities.csv:2 [end]: “2027-02-30” is not a date like 2027-03-31"],
    ),
    ({"activities__csv": activity(end="2027-07-01")}, ["activities.csv:2 [end]: the end is before the start"]),
    (
        {"activities__csv": activity(spend="1.005")},
        ["activities.csv:2 [gross_spend]: “1.005” has more than 2 decimals"],
    ),
    ({"activities__csv": activity(spend='"1,200.00"')}, ["activities.csv:2 [gross_spend]: “1,200.00” is not a number"]),
    ({"activities__csv": activity(spend="NaN")}, ["activities.csv:2 [gross_spend]: “NaN” is not a number"]),
    ({"activities__csv": activity(spend="-inf")}, ["activities.csv:2 [gross_spend]: “-inf” is not a number"]),
    ({"activities__csv": activity(spend="1_000")}, ["activities.csv:2 [gross_spend]: “1_000” is not a number"]),
    ({"activities__csv": activity(spend="1e999")}, ["activities.csv:2 [gross_spend]: the number is too large"]),
    ({"activities__csv": activity(spend="-1")}, ["activities.csv:2 [gross_spend]: the amount is below 0"]),
    ({"activities__csv": activity(after="A1")}, ["activities.csv:2 [depends_on]: “A1” leads back to itself"]),
    ({"activities__csv": activity(after="A9")}, ["activities.csv:2 [depends_on]: Activity “A9” does not exist"]),
    (
        {"activities__csv": activity() + "A1,again,email,aware,2027-07-05,2027-07-06,1,\n"},
        ["activities.csv:3 [activity_id]: “A1” is there twice"],
    ),
    (
        {"activities__csv": activity() + "A|3,x,email,aware,2027-07-05,2027-07-06,1,\n"},
        ["activities.csv:3 [activity_id]: an id cannot hold “|”"],
    ),
    (
        {"activities__csv": activity() + ",x,email,aware,2027-07-05,2027-07-06,1,\n"},
        ["activities.csv:3 [activity_id]: the id is missing"],
    ),
    ({"activities__csv": activity() + "A2,x\n"}, ["activities.csv:3: the row has 2 cells, not 8"]),
    (
        {"activities__csv": activity() + "A2,x,email,aware,2027-07-05,2027-07-06,1,,,\n"},
        ["activities.csv:3: the row has 10 cells, not 8"],
    ),
    (
        {"activities__csv": activity() + '\n\n"A2","x" y,\n'},
        ["activities.csv:5: the row cannot be read: ',' expected after '\"'"],
    ),
    (
        {"activities__csv": activity().replace("Mailing", "Mail\ting")},
        ["activities.csv:2 [name]: the text holds a control character"],
    ),
    (
        {"activities__csv": activity().replace("Mailing", "Mail\0ing")},
        ["activities.csv:2: the text holds a NUL character"],
    ),
    (
        {"activities__csv": activity().replace("Mailing", "x" * 201)},
        ["activities.csv:2 [name]: the text is longer than 200 characters"],
    ),
    (
        {"activities__csv": activity().encode("utf-16")},
        ["activities.csv:1: the text is not UTF-8; save the file as CSV UTF-8"],
    ),
    (
        {"activities__csv": activity().encode("utf-16-be")},  # without its mark every other byte is a NUL
        ["activities.csv:1: the text holds a NUL character"],
    ),
    ({"activities__csv": "\ufeff\ufeff" + activity()}, ["activities.csv:1 [activity_id]: the column is missing"]),
    (
        {"activities__csv": activity().replace("\n", "\r\n", 1) + "A1,y,email,aware,2027-07-05,2027-07-06,1,\r\n"},
        ["activities.csv:3 [activity_id]: “A1” is there twice"],
    ),
    (
        {"activities__csv": activity(start="never").replace("Mailing", '"one\r\ntwo\nthree"') + "A2,x\n"},
        [
            "activities.csv:2 [name]: the text holds a control character",
            "activities.csv:2 [start]: “never” is not a date like 2027-03-31",
            "activities.csv:5: the row has 2 cells, not 8",
        ],
    ),
    (
        {"activities__csv": activity() + 'A2,"never closed,email,aware,2027-07-05,2027-07-06,1,\n'},
        ["activities.csv:3: the row cannot be read: unexpected end of data"],
    ),
    (
        {"activities__csv": activity() + HEAD},  # two files put one after the other
        [
            "activities.csv:3 [start]: “start” is not a date like 2027-03-31",
            "activities.csv:3 [end]: “end” is not a date like 2027-03-31",
            "activities.csv:3 [gross_spend]: “gross_spend” is not a number",
            "activities.csv:3 [channel_id]: Channel “channel_id” does not exist",
            "activities.csv:3 [stage_id]: Journey stage “stage_id” does not exist",
            "activities.csv:3 [depends_on]: Activity “depends_on” does not exist",
        ],
    ),
    (
        {"activities__csv": (activity() + "A2,caf\xe9").encode("latin-1")},
        ["activities.csv:3: the text is not UTF-8; save the file as CSV UTF-8"],
    ),
    (
        {"activities__csv": activity().replace(",", ";")},
        ["activities.csv:1: the columns are separated by semicolons, not by commas"],
    ),
    (
        {"activities__csv": activity().replace("stage_id", "name")},
        ["activities.csv:1 [name]: the column is there twice"],
    ),
    ({"activities__csv": activity().replace("stage_id", " ")}, ["activities.csv:1: column 4 has no name"]),
    (
        {"activities__csv": activity().replace("gross_spend", "gross")},
        ["activities.csv:1 [gross_spend]: the column is missing"],
    ),
    ({"activities__csv": ""}, ["activities.csv:1: the file is empty: its first line names the columns"]),
    (
        {"stages__csv": "stage_id,seq,name,role\naware,1,Aware,amuse\n"},
        ["stages.csv:2 [role]: “amuse” is none of: acquire, retain, enable"],
    ),
    (
        {"stages__csv": "stage_id,seq,name,role\naware,1.5,Aware,acquire\n"},
        ["stages.csv:2 [seq]: “1.5” is not a whole number"],
    ),
    (
        {"channels__csv": None},
        [
            "activities.csv:2 [channel_id]: Channel “email” does not exist",
            "activities.csv:3 [channel_id]: Channel “email” does not exist",
        ],
    ),
    (
        {"activity_targets__csv": "activity_id,cell_id,share\nA1,c1,0.4\nA1,c2,0.5\n"},
        ["activity_targets.csv:2 [share]: the shares of “A1” add up to 0.9, not 1"],
    ),
    (
        {"activity_targets__csv": "activity_id,cell_id,share\nA1,c1,0.5\nA1,c1,0.5\n"},
        ["activity_targets.csv:3 [cell_id]: “A1|c1” is there twice"],
    ),
    (
        {"activity_targets__csv": "activity_id,cell_id,share\nA7,c1,1\n"},
        ["activity_targets.csv:2 [activity_id]: Activity “A7” does not exist"],
    ),
    (
        {"offerings__csv": "offering_id,name,seasonality\no1,x,1|1|1|1|1|1|1|1|1|1|1|2\n"},
        ["offerings.csv:2 [seasonality]: the twelve values add up to 13, not 12"],
    ),
    (
        {"offerings__csv": "offering_id,name,seasonality\no1,x,1|2\n"},
        ["offerings.csv:2 [seasonality]: 2 values are given, not 12"],
    ),
    (
        {"offerings__csv": "offering_id,name,seasonality\no1,x,1||1\n"},
        ["offerings.csv:2 [seasonality]: “” is not a number"],
    ),
    (
        {"offerings__csv": "offering_id,parent_id,name\no1,o2,x\no2,o1,y\n"},
        [
            "offerings.csv:2 [parent_id]: “o1” leads back to itself",
            "offerings.csv:3 [parent_id]: “o2” leads back to itself",
        ],
    ),
    (
        {"cells__csv": "cell_id,segment_id,offering_id,customers_start\nc1,s1,b1,1\nc2,s1,o1,1\n"},
        ["cells.csv:2 [offering_id]: a market cell takes an offering, not a brand"],
    ),
    ({"Goals_Milestones__CSV": "x"}, ["Goals_Milestones.CSV:1: the file must be called goals_milestones.csv"]),
    ({"odd__csv": b"a\xff"}, ["odd.csv:1: the text is not UTF-8; save the file as CSV UTF-8"]),
    ({"plan__json": None}, ["plan.json:1: the file is missing: it holds company, currency and fiscal year"]),
    ({"plan__json": "[]"}, ["plan.json:1: the file does not hold a JSON object"]),
    (
        {"plan__json": '{\n"a": 1,\n}'},
        ["plan.json:3: the JSON cannot be read: Expecting property name enclosed in double quotes"],
    ),
]


HEADERS: list[tuple[dict[str, Any], str]] = [
    ({"currency_decimals": True}, "[currency_decimals]: true and false have no meaning here"),
    ({"company": False}, "[company]: true and false have no meaning here"),
    ({"topdown_budget": 1.005}, "[topdown_budget]: “1.005” has more than 2 decimals"),
    ({"topdown_budget": None}, "[topdown_budget]: Marketing budget is missing"),
    ({"topdown_budget": [1]}, "[topdown_budget]: a single value is expected"),
    ({"fy_start": "2027-13-01"}, "[fy_start]: “2027-13-01” is not a date like 2027-03-31"),
    ({"fy_end": "2028-06-29"}, "[fy_end]: the fiscal year ends on 2028-06-30"),
    ({"currency": "euro"}, "[currency]: “euro” is not a code like EUR"),
    ({"currency_decimals": 9}, "[currency_decimals]: 9 is above 4"),
    ({"fy_pattern": "weeks"}, "[fy_pattern]: “weeks” is none of: calendar_months, 4-4-5, 4-5-4, 5-4-4"),
    ({"company_goals": {}}, "[company_goals]: a list of goals is expected"),
    ({"company_goals": [3]}, "[company_goals]: a goal is an object"),
    ({"company_goals": [{"text": "x"}]}, "[company_goals.id]: the id is missing"),
    ({"company_goals": [{"id": "g", "due": "soon"}]}, "[company_goals.due]: “soon” is not a date like 2027-03-31"),
    ({"company": "half \ud800"}, "[company]: the text holds half a character"),
]
