"""Talks to the Hub for pruning-pack, through its official client: one request, a line of JSON on standard input, answered by lines of JSON.

Standard input stays open while the caller lives: at its end this process ends, too, whatever it is doing.
"""

import sys

sys.path[:] = [place for place in sys.path if place]  # Nothing is imported from the working directory.

import hashlib
import json
import os
import re
import threading
import time
from urllib.parse import quote

# Whatever the client prints is no answer.
ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

OLDEST = (0, 34)
IN_MEMORY = 1 << 24  # Files up to this size are sent from memory, where nobody can change them.
TRANSIENT = {408, 429, 500, 502, 503, 504}
ATTEMPTS = 5
TIMEOUT = float(os.environ.get("PRUNING_PACK_HUB_TIMEOUT") or 300)

stage = {"name": "start", "files": 0, "of": 0}


class Stop(Exception):
    """An end that is no success, of a kind that the caller knows."""

    def __init__(self, kind, message="", names=()):
        super().__init__(message)
        self.kind, self.names = kind, list(names)


def say(event, **values):
    print(json.dumps({"event": event, **values}), file=ANSWERS, flush=True)


def enter(name, **values):
    stage.update(values, name=name)
    say("stage", **stage)


def end_with_caller():
    while sys.stdin.buffer.read(1 << 16):
        pass
    os._exit(3)
