"""The two commands: `python3 dev.py run` starts the program, `python3 dev.py test` checks it."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an old Python is told so in a sentence, not by a traceback
    sys.exit("CMO Planner needs Python 3.11 or newer, and this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

from devtools.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
