"""Measures `verify` on a large package against reading its bytes, both from the page cache, and shows where the time goes.

    make bench, or after it:
    .cache/venv-tf5/bin/python Benchmarks/verify_bench.py [PACKAGE] [--rounds R]

Reading and verifying take turns, and the shortest time of each counts. The bound is 2.5 times the time of reading each byte
once, plus the inference and the battery that `verify` runs.
"""

import argparse
import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMAND = ROOT / ".build/release/pruning-pack"


def read(package):
    """Seconds of reading every file once, one after the other."""
    buffer = bytearray(1 << 20)
    start = time.perf_counter()
    count = 0
    for path in sorted(package.rglob("*")):
        if path.is_file():
            with open(path, "rb", buffering=0) as file:
                while got := file.readinto(buffer):
                    count += got
    return time.perf_counter() - start, count


def verify(package):
    """Seconds of a cold process, and of its parts."""
    start = time.perf_counter()
    run = subprocess.run([COMMAND, "verify", package, "--timings"], capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if run.returncode != 0:
        raise SystemExit(f"verify failed:\n{run.stdout}{run.stderr}")
    lines = [line.split("\t") for line in run.stderr.splitlines() if line.startswith("timing\t")]
    tokens = [int(line.split("\t")[2]) for line in run.stderr.splitlines() if line.startswith("tokens\tbattery\t")]
    return seconds, {name: int(milliseconds) for _, name, milliseconds in lines}, sum(tokens)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", nargs="?", type=pathlib.Path, default=ROOT / ".cache/large-package")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    read(options.package)
    reads, runs = [], []
    for _ in range(options.rounds):
        reads.append(read(options.package))
        runs.append(verify(options.package))
    reading, size = min(reads)
    seconds, parts, tokens = min(runs, key=lambda run: run[0])
    inference, battery = parts.get("inference", 0) / 1e3, parts.get("battery", 0) / 1e3
    bound = 2.5 * reading + inference + battery
    print(f"\nverify, {size / 1e9:.1f} GB from the page cache")
    print(f"reading each byte once   {reading * 1e3:>7.0f} ms   {size / reading / 1e9:.1f} GB/s")
    print(f"inference                {inference * 1e3:>7.0f} ms")
    print(f"battery                  {battery * 1e3:>7.0f} ms   {tokens} tokens; bound 5000 ms on 2 cores")
    print(f"verify                   {seconds * 1e3:>7.0f} ms   bound {bound * 1e3:.0f} ms, {seconds / bound:.2f} of it")
    print("where the time goes, side by side on all threads:")
    for name, milliseconds in parts.items():
        print(f"  {name:<26}{milliseconds:>6} ms")


if __name__ == "__main__":
    main()
