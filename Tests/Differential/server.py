"""Loads packages in one environment: the libraries are imported once, and every package gets a fork of its own.

    python server.py SOCKET

A connection carries one JSON request and gets one JSON answer; the server ends with its standard input. No package can
change what the next one meets, and a package that ends its process costs no more than another.
"""

import json
import os
import sys
import tempfile

# A cache of this run's own, and no network; before transformers is imported.
os.environ.update(
    HF_HOME=tempfile.mkdtemp(prefix="home-", dir=os.path.dirname(sys.argv[1])), HF_HUB_OFFLINE="1",
    TOKENIZERS_PARALLELISM="false", HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_PROGRESS_BARS="1", OMP_NUM_THREADS="1",
    OPENBLAS_NUM_THREADS="1",
)
for _name in ("HF_HUB_CACHE", "HF_MODULES_CACHE", "TRANSFORMERS_CACHE", "HF_TOKEN"):
    os.environ.pop(_name, None)

import gc  # noqa: E402

# Most of what is imported stays: to look for garbage in it takes a quarter of the time of the imports.
gc.disable()

import importlib  # noqa: E402
import pickle  # noqa: E402
import re  # noqa: E402
import resource  # noqa: E402
import select  # noqa: E402
import signal  # noqa: E402
import socket  # noqa: E402
import traceback  # noqa: E402
import warnings  # noqa: E402
from importlib.machinery import SourceFileLoader  # noqa: E402

import consuming  # noqa: E402
import good  # noqa: E402
import names  # noqa: E402
import torch  # noqa: E402
import transformers  # noqa: E402
from remembering import remember_code  # noqa: E402
from transformers import dynamic_module_utils  # noqa: E402

TIME_LIMIT = 120
MEMORY_LIMIT = 12 << 30
LIBRARIES = ("transformers.", "sentence_transformers.", "torch.", "peft.", "huggingface_hub.", "safetensors.")


class Server:
    def __init__(self, patterns):
        self.patterns = patterns
        self.good = {}

    def load(self, directory, mode, passages, change=None):
        """What the consumers give, with an empty cache of modules."""
        self.use_empty_cache(directory)
        return consuming.Package(directory, mode, passages, change).outputs()

    def use_empty_cache(self, directory):
        dynamic_module_utils.HF_MODULES_CACHE = f"{directory}.modules-{transformers.__version__}"

    def warm(self, request):
        """Loads a good package, and keeps what it gives, what modules it needs and what the parsers made of its code."""
        directory, mode, passages = request["good"], request["mode"], request["passages"]
        self.use_empty_cache(directory)
        modules, found, outputs, patterns = forked(
            lambda: (*names.observed(directory, mode, passages), self.patterns)
        )
        for name in modules:
            if name.startswith(LIBRARIES):
                try:
                    importlib.import_module(name)
                except Exception:  # noqa: S110, B902 - not one that can be imported alone: then it is imported later
                    pass
        for pattern, flags in patterns - self.patterns:
            re.compile(pattern, flags)
        code = os.path.join(directory, "modeling_pruning_encoder.py")
        dynamic_module_utils.get_imports(code)
        dynamic_module_utils.get_relative_imports(code)
        SourceFileLoader("modeling_pruning_encoder", code).get_code("modeling_pruning_encoder")
        self.good[directory] = outputs
        gc.collect()
        gc.freeze()
        return {"names": found, "broken": {name: text for name, text in outputs.items() if isinstance(text, str)}}

    def judge(self, request):
        """What a changed package does that its good one does not."""
        change = {key: request[key] for key in ("good", "files", "words")}
        outputs = self.load(request["package"], request["mode"], request["passages"], change)
        return {"harms": consuming.harms(outputs, self.good[request["good"]])}

    def answer(self, connection):
        """The answer to a request, in a fork unless it is to be kept."""
        with connection, connection.makefile("rwb") as stream:
            request = json.loads(stream.readline())
            if request["do"] == "warm":
                stream.write(json.dumps(self.warm(request)).encode())
                return
            if os.fork() == 0:
                try:
                    restrain()
                    answer = self.judge(request) if request["do"] == "judge" else good.make(request)
                    answer["seconds"] = sum(os.times()[:4])
                    stream.write(json.dumps(answer).encode())
                    stream.flush()
                except BaseException:  # noqa: B902 - there is no answer, and the log says why
                    traceback.print_exc()
                finally:
                    os._exit(0)

    def serve(self, path):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen()
            print("ready", flush=True)
            while True:
                ready, _, _ = select.select([listener, sys.stdin], [], [])
                if sys.stdin in ready:
                    return
                self.answer(listener.accept()[0])


def restrain():
    """No fork outlives its time, nor takes the machine's memory."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.alarm(TIME_LIMIT)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    gc.disable()


def forked(work):
    """What `work` returns, done in a fork."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with open(writing, "wb") as stream:
                pickle.dump(work(), stream)
        except BaseException:  # noqa: B902 - the parent gets no answer, and the log says why
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as stream:
        return pickle.load(stream)


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    patterns = set()
    remember_code(patterns)
    # Forks that have ended leave nothing to wait for.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    Server(patterns).serve(sys.argv[1])


if __name__ == "__main__":
    main()
