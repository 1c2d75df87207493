"""What a workbook tells besides its plan and outcome: the approved plan, versions and acts, and the range."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmoplanner.model.plan import Plan
from cmoplanner.model.store.change_log import LogEntry
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.versions import Version, approved_of, find, plan_of, version_of
from cmoplanner.projection.bands import Bands


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


def beside(plan: Plan, contents: Contents, bands: Bands | None = None) -> Beside:
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
    )
