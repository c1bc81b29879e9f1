"""`python -m voice` is the `voice` command."""

import sys

from voice.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
