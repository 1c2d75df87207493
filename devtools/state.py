"""What is known about the environment from one small file inside it, so that a second start looks nowhere else."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class State:
    """How far the environment is; `finished` is false from before the first change until after the last one."""

    root: str = ""  # where the project lay: scripts and paths inside the environment name it
    python: str = ""  # the Python that it was made with
    locks: dict[str, str] = field(default_factory=dict)  # lock file -> digest of what was installed
    system: list[str] = field(default_factory=list)  # groups of system packages that are there
    finished: bool = False

    @classmethod
    def read(cls, path: Path) -> "State | None":
        """Return the state, or None where no start ever began; half a file counts as not finished."""
        try:
            return cls(**json.loads(path.read_bytes()))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError):
            return cls()

    def write(self, path: Path) -> None:
        """Put the state in place at once."""
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        beside.replace(path)
