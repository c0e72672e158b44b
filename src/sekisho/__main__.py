"""`python -m sekisho` and the `sekisho` command."""

import sys


def main() -> None:
    """Run the command line; the exit code is the contract's (0 clear, 1 findings, 2 usage, 3 register, 4 our fault)."""
    from .cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
