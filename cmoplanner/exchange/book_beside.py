"""What a workbook tells besides its plan and outcome: the approved plan, versions and acts, and the range."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmoplanner.model.plan import Plan
from cmoplanner.model.presenting import OwnAsk
from cmoplanner.model.store.change_log import LogEntry
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.versions import Version, approved_of, find, plan_of, version_of
from cmoplanner.projection.bands import Bands
from cmoplanner.projection.bands import bands as bands_of
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.uncertainty import Report, simulate
from cmoplanner.report.deck.asks import MOST, asked
from cmoplanner.report.deck.material import gather

_MANY = 1_000  # activities: what is worked out for the asks would take longer than the workbook


@dataclass(frozen=True)
class Beside:
    """What stands in a workbook beside the plan; all of it may be missing.

    `origin` is the id of the plan file and `digest` that of its contents, by which the workbook is known when it comes
    back. `approved` is the plan as it was frozen at approval and `approved_name` what that version is called.
    """

    origin: str = ""
    digest: str = ""
    approved: Plan | None = None
    approved_name: str = ""
    versions: Sequence[Version] = ()
    log: Sequence[LogEntry] = ()
    bands: Bands | None = None
    asks: Sequence[OwnAsk] = ()


def prepared(
    plan: Plan, contents: Contents, outcome: Outcome, bands: Bands | None = None, report: Report | None = None
) -> Beside:
    """Return all that a workbook tells: the range is drawn where it is not given, and the asks are worked out.

    Of large plans only the asks that people wrote are told. What `report` raises ends it. Raises VersionRefused.
    """
    if len(plan.activities) <= _MANY:
        material = gather(plan, report=report)
        return beside(plan, contents, bands or material.bands, asked(material))
    drawn = bands or bands_of(simulate(outcome.compiled, report=report), outcome)
    return beside(plan, contents, drawn, [ask for ask in plan.asks.values() if ask.shown][:MOST])


def beside(plan: Plan, contents: Contents, bands: Bands | None = None, asks: Sequence[OwnAsk] = ()) -> Beside:
    """Return what the file of a plan and its range tell. Raises VersionRefused for a version that cannot be read."""
    rows, identity = contents.record.versions, contents.identity
    versions = [version_of(row) for row in rows]
    found = approved_of(versions, plan.header.approved_version)
    return Beside(
        identity.uuid,
        identity.digest,
        plan_of(find(rows, found.id)) if found else None,
        found.name if found else "",
        versions,
        contents.record.log,
        bands,
        asks,
    )
