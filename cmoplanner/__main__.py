"""Starts the program: `python -m cmoplanner`, or the installed command `cmoplanner`."""

import sys

from cmoplanner.cli import main

if __name__ == "__main__":
    sys.exit(main())
