"""Makes a wheel of a command that was built: python3 -m pruning_pack_wheel --command FILE --output DIRECTORY."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from .command import read_command
from .errors import WheelError
from .wheel import make_wheel


def main() -> int:
    parser = argparse.ArgumentParser(prog="pruning_pack_wheel", description=__doc__)
    parser.add_argument("--command", type=Path, required=True, help="the command, as `make build` left it")
    parser.add_argument("--map", type=Path, help="the linker's list of what is linked in (Linux)")
    parser.add_argument("--output", type=Path, required=True, help="where to put the wheel")
    parser.add_argument("--files", type=Path, help="where to put the command, licences and SBOM as files, too")
    arguments = parser.parse_args()
    try:
        command = read_command(arguments.command, arguments.map)
        print(make_wheel(command, arguments.output))
        if arguments.files is not None:
            command.write(arguments.files)
    except (WheelError, OSError, subprocess.CalledProcessError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
