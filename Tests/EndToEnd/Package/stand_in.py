"""Stands in for `pruning-pack serve`: what a question's text says happens to the process that is asked it.

    stand_in.py JOURNAL

JOURNAL gets a line, `PID QUESTION`, for each item that was asked. Beside that the lines are those of the command.
"""

import json
import os
import signal
import sys
import time


def say(value):
    sys.stdout.write((value if isinstance(value, str) else json.dumps(value)) + "\n")
    sys.stdout.flush()


def answer(item):
    text = "".join(item["context"] if "context" in item else item["document"])
    if text == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if text == "trap":
        sys.stderr.write("Fatal error: it cannot go on\n" + "at a line\n" * 20_000)
        sys.stderr.flush()
        os.abort()
    if text == "leave":
        sys.exit(2)
    if text == "hang":
        time.sleep(600)
    if text.startswith("sleep "):
        time.sleep(float(text.split()[1]))
    if text.startswith("say "):
        say(text[4:])
    if text == "refuse":
        raise ValueError
    if "context" not in item:
        return len(text)
    return {"pruned_context": text, "reranking_score": 0.5, "is_score_zeroed": False, "compression_rate": 0.0}


def main():
    start = os.environ.get("STAND_IN_START", "")
    if start == "refuse":
        sys.stderr.write("pruning-pack: config.json: not found\n")
        sys.exit(1)
    if start == "hang":
        time.sleep(600)
    journal = open(sys.argv[1], "a", buffering=1)
    say({"ready": {"version": "0", "mode": "reranking_pruning", "threshold": 0.5, "max_length": 512}})
    if start == "die":
        sys.exit(9)
    for number, line in enumerate(sys.stdin, 1):
        say({"begin": number})
        asked = json.loads(line)
        try:
            items = []
            for item in asked["items"]:
                journal.write(f"{os.getpid()} {item.get('context', item.get('document'))[:20]!r}\n")
                items.append(answer(item))
            say({"id": asked["id"], "items": items, "seconds": {"inference": 0.25}})
        except ValueError:
            say({"id": asked["id"], "error": {"code": "refused", "message": "it is refused"}})


if __name__ == "__main__":
    main()
