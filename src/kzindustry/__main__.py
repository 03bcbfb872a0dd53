"""`python -m kzindustry` is the command `kzindustry`."""

import sys

from kzindustry.cli import main

if __name__ == "__main__":
    sys.exit(main())
