"""`python -m pruning_pack`: the command itself, in this process."""

import os
import sys

from pruning_pack._binary import find_pruning_pack_bin, start_failure


def main() -> None:
    try:
        program = find_pruning_pack_bin()
    except FileNotFoundError as error:
        sys.exit(_failure(str(error)))
    sys.stdout.flush()
    try:
        os.execv(program, [program, *sys.argv[1:]])
    except OSError as error:
        sys.exit(_failure(start_failure(program, error)))


def _failure(message: str) -> int:
    """Prints what is wrong; 2, as the command itself ends where it could not work."""
    print(f"Error: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
