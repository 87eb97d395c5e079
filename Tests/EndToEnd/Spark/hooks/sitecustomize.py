"""In the Python workers of the tests: what goes wrong, as files in the directory PRUNING_PACK_MISHAPS say, and a journal of it.

kill-child: in each partition, after its first answers, the child is killed.
kill-executor: the first worker that has answers and is on its first attempt kills its executor.
spoil: the first worker of all writes into the package that its executor was brought.
"""

import json
import os
import signal
import sys

_PLACE = os.environ.get("PRUNING_PACK_MISHAPS")


def _parent(pid):
    with open(f"/proc/{pid}/stat") as file:
        return int(file.read().rsplit(")", 1)[1].split()[1])


def _java_of(pid):
    while pid > 1:
        pid = _parent(pid)
        with open(f"/proc/{pid}/comm") as file:
            if file.read().strip() == "java":
                return pid
    raise AssertionError("this is no worker of an executor")


def _is_first(name):
    """Whether this process is the first that takes the file; it is there no more then."""
    try:
        os.rename(os.path.join(_PLACE, name), os.path.join(_PLACE, f"{name}-done"))
    except FileNotFoundError:
        return False
    return True


def _with_mishaps(run):
    def wrapped(self, batches):
        from pyspark import TaskContext

        from pruning_pack._scale import executor, opened

        context = TaskContext.get()
        if _is_first("spoil"):
            with open(os.path.join(executor._found(self.package), "config.json"), "a") as file:
                file.write("\n")
        is_said = False
        for batch in run(self, batches):
            yield batch
            if is_said:
                continue
            is_said = True
            child = opened._open.pruner._service._child.process.pid
            killed = os.path.exists(os.path.join(_PLACE, "kill-child"))
            event = {
                "partition": context.partitionId(), "worker": os.getpid(), "child": child, "killed": killed,
                "executor": _java_of(os.getpid()), "threads": opened._open.key[2],
            }
            with open(os.path.join(_PLACE, "journal"), "a") as file:
                file.write(json.dumps(event) + "\n")
            if killed:
                os.kill(child, signal.SIGKILL)
            if context.attemptNumber() == 0 and _is_first("kill-executor"):
                with open(os.path.join(_PLACE, "killed"), "w") as file:
                    file.write(str(event["executor"]))
                os.kill(event["executor"], signal.SIGKILL)

    return wrapped


if _PLACE and "pyspark" in " ".join(sys.orig_argv):
    from pruning_pack._scale import executor

    executor.Work.run = _with_mishaps(executor.Work.run)
