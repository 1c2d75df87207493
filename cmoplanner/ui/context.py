"""What pages and the inspector are given: the open plan and everything around it."""

from dataclasses import dataclass, field

from cmoplanner.model.store.document import Document
from cmoplanner.settings import Settings
from cmoplanner.ui.bridge import Bridge
from cmoplanner.ui.commands import Commands
from cmoplanner.ui.outlook import Outlook
from cmoplanner.ui.selection import Selection
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.watch import Watch


@dataclass(frozen=True, slots=True)
class Context:
    """One open plan in one window."""

    document: Document
    bridge: Bridge
    outlook: Outlook
    selection: Selection
    theme: Theme
    commands: Commands
    settings: Settings
    watch: Watch = field(default_factory=Watch)
