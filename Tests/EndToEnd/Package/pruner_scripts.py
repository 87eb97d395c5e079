"""Programs of test_pruner_ends.py that end, fork or are killed: pruner_scripts.py NAME PLACE COMMAND...

PLACE has the package `pruning_pack`; COMMAND is what the Pruner starts in place of the command's `serve`.
"""

import os
import signal
import sys
import threading
import time

sys.path.insert(0, sys.argv[2])

import pruning_pack  # noqa: E402
from pruning_pack._pruner import pruner as pruners  # noqa: E402

pruners._arguments = lambda path, threads, precision: sys.argv[3:]


def make(**options):
    return pruning_pack.Pruner("package", **options)


def process_of(pruner):
    return pruner._service._child.process.pid


def ends_with_questions_under_way():
    """The interpreter ends while threads wait: each is told, and says nothing.

    A daemon thread that prints while the interpreter ends may keep the lock of stderr, and Python aborts then.
    """
    pruner = make()

    def ask(text):
        try:
            pruner.process("q", text)
        except pruning_pack.PrunerError as error:
            os.write(1, f"{error.code}\n".encode())

    for text in ("sleep 60", "later", "later still"):
        threading.Thread(target=ask, args=(text,), daemon=True).start()
    time.sleep(0.3)
    print(process_of(pruner), flush=True)


def ends_without_closing():
    pruner = make()
    print(process_of(pruner), pruner.process("q", "text")["pruned_context"], flush=True)


def waits_to_be_killed():
    pruner = make()
    threading.Thread(target=lambda: pruner.process("q", "sleep 60"), daemon=True).start()
    time.sleep(0.3)
    print(process_of(pruner), flush=True)
    time.sleep(60)


def forks_with_questions_under_way():
    """The parent's threads are not the child's, nor are its questions."""
    pruner = make()
    before = process_of(pruner)
    answers = []
    threads = [threading.Thread(target=lambda n=n: answers.append(pruner.process("q", f"sleep 0.0{n}"))) for n in range(9)]
    for thread in threads:
        thread.start()
    child = os.fork()
    if child == 0:
        own = pruner.process("q", "child")["pruned_context"]
        print(own, process_of(pruner) != before, flush=True)
        pruner.close()
        os._exit(0)
    for thread in threads:
        thread.join()
    status = os.waitpid(child, 0)[1]
    print(len(answers), pruner.process("q", "parent")["pruned_context"], status, flush=True)


def forks_many_times():
    """Forks again and again while other threads ask: nobody waits for a lock that nobody holds."""
    pruner = make()
    stop = threading.Event()

    def ask():
        while not stop.is_set():
            assert pruner.process("q", "text")["pruned_context"] == "text"

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    children = []
    for number in range(20):
        child = os.fork()
        if child == 0:
            code = 0 if number % 4 or pruner.process("q", "child")["pruned_context"] == "child" else 1
            os._exit(code)
        children.append(child)
    codes = [os.waitpid(child, 0)[1] for child in children]
    stop.set()
    for thread in threads:
        thread.join()
    print(codes == [0] * 20, flush=True)


def forks_inside_a_stream():
    """What was under way in the parent is asked again in the child."""
    pruner = make()
    for stop in (False, True):
        stream = pruner.stream([("q", "sleep 0.01")] * 50)
        next(stream)
        child = os.fork()
        if child == 0:
            if stop:
                stream.close()
            print("child", len(list(stream)), flush=True)
            pruner.close()
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        print(len(list(stream)), status, flush=True)


def is_interrupted():
    """Ctrl-C while a question is under way: it ends, and does not hold up the next one."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # A shell may have had it ignored.
    pruner = make()
    began = time.monotonic()
    threading.Timer(0.3, lambda: os.killpg(0, signal.SIGINT)).start()
    try:
        pruner.process("q", "sleep 50")
    except KeyboardInterrupt:
        print("interrupted", pruner.process("q", "next")["pruned_context"], time.monotonic() - began < 25, flush=True)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
