"""Runs the fuzzers, spread over their targets, and says for each how many inputs ran.

    Tests/Fuzzing/fuzz.py --minutes 10 [--jobs 2] [TARGET...]

What has been found stays in .cache/fuzz/TARGET, and is where the next run begins; an input that ends a reader, breaks a promise
or takes too long is written to .cache/fuzz/found and printed, and the exit code is 1. Put it into Tests/Fuzzing/Corpus with its repair.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).with_name("Corpus")
CACHE = ROOT / ".cache/fuzz"
# Which fuzzer has a target, and its share of the time: the gate reads a package for every input.
PACKAGES = ("card", "settings", "lines", "sentences", "gate")
SHARES = {"gate": 4}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=10, help="of the whole run")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    given = parser.parse_args()
    known = sorted(path.name for path in CORPUS.iterdir() if path.is_dir())
    unknown = set(given.targets) - set(known)
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    given.targets = given.targets or known
    return given


# Most bytes of an input, and the share of a target's time: short ones run often, long ones show what is not linear.
SIZES = {"gate": ((1 << 14, 1.0),)}
USUAL_SIZES = ((1 << 11, 0.75), (1 << 16, 0.25))


def run(target, seconds):
    """(target, inputs that ran, seconds of a processor, what was found, exit codes, the logs' ends)."""
    found = CACHE / "found"
    for directory in (CACHE / target, found):
        directory.mkdir(parents=True, exist_ok=True)
    before = set(found.iterdir())
    runs = [feed(target, size, seconds * share) for size, share in SIZES.get(target, USUAL_SIZES)]
    inputs = sorted(path for path in set(found.iterdir()) - before if path.name.startswith(f"{target}-"))
    counts, times, codes, logs = zip(*runs)
    return target, sum(counts), sum(times), inputs, any(codes), "".join(log for log, code in zip(logs, codes) if code)


def feed(target, size, seconds):
    """(inputs that ran, seconds of a processor, exit code, the log's end)."""
    fuzzer = ROOT / ".build-fuzz" / ("packages" if target in PACKAGES else "readers")
    log_path = CACHE / f"{target}.log"
    with open(log_path, "wb") as log:
        process = subprocess.Popen(
            [
                fuzzer, CACHE / target, CORPUS / target, f"-max_total_time={max(1, round(seconds))}", f"-max_len={size}",
                "-timeout=60", "-rss_limit_mb=2560", f"-artifact_prefix={CACHE}/found/{target}-", "-print_final_stats=1",
                "-detect_leaks=0",
            ],
            env={**os.environ, "FUZZ_TARGET": target}, stdin=subprocess.DEVNULL, stderr=log, stdout=log,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    text = log_path.read_text(errors="replace")
    # A run that ends early says how far it came in its last line of progress.
    counts = re.findall(r"number_of_executed_units:\s*(\d+)", text) or re.findall(r"^#(\d+)", text, re.MULTILINE) or ["0"]
    return int(counts[-1]), usage.ru_utime + usage.ru_stime, process.returncode, text[-4000:]


def main():
    given = arguments()
    # No process of an earlier run may have left files there.
    memory = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path("/tmp")
    shares = {target: SHARES.get(target, 1) for target in given.targets}
    jobs = min(given.jobs, len(given.targets))
    unit = given.minutes * 60 * jobs / sum(shares.values())
    failed = False
    with ThreadPoolExecutor(jobs) as pool:
        longest = sorted(given.targets, key=lambda target: -shares[target])
        results = list(pool.map(lambda target: run(target, unit * shares[target]), longest))
    # Seconds of a processor: the machine may have other work.
    print(f"{'target':14}{'inputs':>12}{'a second':>10}{'seconds':>9}")
    for target, count, seconds, inputs, code, log in sorted(results):
        print(f"{target:14}{count:12}{count / max(seconds, 0.01):10.0f}{seconds:9.0f}")
        if inputs or code:
            failed = True
            print(log, *(f"found: {path}" for path in inputs), sep="\n")
    print(f"{'all':14}{sum(result[1] for result in results):12}")
    for left in memory.glob("pruning-pack-fuzz-*"):
        shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
