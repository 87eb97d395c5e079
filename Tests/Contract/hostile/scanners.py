"""What two scanners say of a directory of files, as JSON: {scanner: {"flagged": [...], "crashed": [...]}}.

    python scanners.py DIRECTORY        (with picklescan and modelscan installed)

Either may stop with an error on a file that is broken; each file is therefore scanned alone.
"""

import json
import logging
import signal
import sys
from pathlib import Path

SECONDS = 20


def picklescan(path):
    from picklescan.scanner import SafetyLevel, scan_file_path

    result = scan_file_path(str(path))
    return result.issues_count > 0 or any(found.safety == SafetyLevel.Dangerous for found in result.globals)


def modelscan(path):
    from modelscan.modelscan import ModelScan

    return bool(ModelScan().scan(str(path))["issues"])


def expire(*_):
    raise TimeoutError


def main(directory):
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGALRM, expire)
    results = {}
    for scanner in (picklescan, modelscan):
        flagged, crashed = [], []
        for path in sorted(Path(directory).iterdir()):
            signal.alarm(SECONDS)
            try:
                if scanner(path):
                    flagged.append(path.name)
            except Exception:
                crashed.append(path.name)
            finally:
                signal.alarm(0)
        results[scanner.__name__] = {"flagged": flagged, "crashed": crashed}
    return results


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
