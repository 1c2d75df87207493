"""A process that edits a plan and says each edit that the document has confirmed; the faults tests kill it."""

import sys
from pathlib import Path

from cmoplanner.model.store.document import Document


def main(path: Path, data: Path, first: int) -> None:
    """Rename an activity to ever higher numbers, undo now and then, publish now and then; say what is confirmed."""
    document = Document.open(path, data_folder=data)
    sys.stdout.write("open\n")
    sys.stdout.flush()
    for number in range(first, first + 100_000):
        with document.edit(f"{number}") as session:
            session.update("activity", "A001", {"name": f"{number}"})
            session.update("activity", "A002", {"gross_spend": number})
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        if number % 7 == 0:
            document.undo()
            document.redo()
        if number % 5 == 0:
            document.publish()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
