"""What code of a package might try: run inside the sandbox, as the module `tokenizers` of an interpreter that has no other.

`TARGETS` stands before this text. Each attack returns whether it got through; the names of those that did are what the
exception says. They are for a sandbox only: in the open "hello" is all that may be run.
"""

import ctypes
import errno
import glob
import json
import mmap
import os
import socket
import subprocess
import sys
import time

TARGETS = globals().get("TARGETS", {})
ATTACKS = {}
libc = ctypes.CDLL(None, use_errno=True)


def attack(function):
    ATTACKS[function.__name__] = function
    return function


def call(number, *arguments):
    """Whether a system call does anything but refuse: its arguments are nonsense, so EFAULT and EINVAL are no refusal."""
    ctypes.set_errno(0)
    result = libc.syscall(number, *(ctypes.c_long(argument) for argument in arguments))
    return result >= 0 or ctypes.get_errno() not in (errno.EPERM, errno.EACCES, errno.ENOSYS)


MACHINE = os.uname().machine
NUMBERS = {
    "x86_64": {"ptrace": 101, "mount": 165, "unshare": 272, "setns": 308, "keyctl": 250, "bpf": 321, "perf": 298,
               "userfaultfd": 323, "read_memory": 310, "shmget": 29, "chroot": 161, "clone": 56, "kexec": 246},
    "aarch64": {"ptrace": 117, "mount": 40, "unshare": 97, "setns": 268, "keyctl": 219, "bpf": 280, "perf": 241,
                "userfaultfd": 282, "read_memory": 270, "shmget": 194, "chroot": 51, "clone": 220, "kexec": 104},
}[MACHINE]  # fmt: skip


# Files.


@attack
def write_outside():
    with open(TARGETS["outside"] + "/written", "w") as file:
        file.write("x")
    return True


@attack
def write_beside_package():
    with open(os.path.dirname(TARGETS["package"]) + "/written", "w") as file:
        file.write("x")
    # In a file system of its own: the test sees whether it reached the host.
    return False


@attack
def read_netrc():
    return "password" in open(TARGETS["home"] + "/.netrc").read()


@attack
def list_home():
    return ".netrc" in os.listdir(TARGETS["home"])


@attack
def see_that_netrc_is_there():
    return os.path.exists(TARGETS["home"] + "/.netrc")


@attack
def read_shadow():
    return len(open("/etc/shadow").read()) >= 0


@attack
def follow_own_link():
    os.symlink(TARGETS["home"] + "/.netrc", "link")
    return "password" in open("link").read()


@attack
def hard_link():
    os.link(TARGETS["home"] + "/.netrc", "hard")
    return "password" in open("hard").read()


@attack
def through_proc_root():
    for root in glob.glob("/proc/[0-9]*/root"):
        try:
            return "password" in open(root + TARGETS["home"] + "/.netrc").read()
        except OSError:
            continue
    return False


@attack
def change_mode_outside():
    os.chmod(TARGETS["outside"] + "/kept", 0o777)
    os.utime(TARGETS["outside"] + "/kept", (1, 1))
    # Said to be done at the partial level: the test sees that it is not.
    return os.stat(TARGETS["outside"] + "/kept").st_mode & 0o777 == 0o777


@attack
def truncate_outside():
    os.truncate(TARGETS["outside"] + "/kept", 0)
    return True


@attack
def rewrite_readme():
    with open(TARGETS["package"] + "/README.md", "w") as file:
        file.write("mine")
    return True


@attack
def delete_readme():
    os.remove(TARGETS["package"] + "/README.md")
    return True


@attack
def exchange_readme():
    with open("mine", "w") as file:
        file.write("mine")
    os.replace("mine", TARGETS["package"] + "/README.md")
    return True


@attack
def add_to_package():
    with open(TARGETS["package"] + "/added.py", "w") as file:
        file.write("mine")
    return True


@attack
def add_to_interpreter():
    path = os.path.dirname(os.__file__) + "/added-by-a-test"
    with open(path, "w") as file:
        file.write("mine")
    os.remove(path)
    return True


@attack
def open_memory_device():
    return any(os.path.exists(path) and open(path, "rb").read(1) for path in ("/dev/mem", "/dev/kmsg", "/dev/sda"))


@attack
def make_device():
    os.mknod("device", 0o600 | 0o020000, os.makedev(1, 1))
    return True


@attack
def write_kernel_setting():
    with open("/proc/sys/kernel/core_pattern", "r+") as file:
        file.write(file.read())
    return True


@attack
def write_shared_memory():
    with open("/dev/shm/" + TARGETS["mark"], "w") as file:
        file.write("x")
    return False  # The test looks whether it is there.


# Other processes.


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]


@attack
def read_environments():
    for process in processes():
        for name in ("environ", "maps", "mem"):
            try:
                with open(f"/proc/{process}/{name}", "rb") as file:
                    if name != "mem" and file.read(100_000):
                        return True
            except OSError:
                continue
    return False


@attack
def read_own_environment():
    with open("/proc/self/environ", "rb") as file:
        return TARGETS["secret"].encode() in file.read() or TARGETS["secret"] in str(os.environ)


@attack
def read_command_lines():
    for process in processes():
        try:
            with open(f"/proc/{process}/cmdline", "rb") as file:
                if TARGETS["mark"].encode() in file.read():
                    return True
        except OSError:
            continue
    return False


@attack
def open_descriptors_of_others():
    for process in processes():
        try:
            os.readlink(f"/proc/{process}/fd/0")
            return True
        except OSError:
            continue
    return False


@attack
def kill_victim():
    # The test's own process, and nobody else's: should a wall have a hole, nothing else may come to harm.
    os.kill(TARGETS["victim"], 9)
    return True


@attack
def reach_others():
    """Signal 0 asks whether a signal could be sent, and sends none."""
    for process in [os.getppid(), *processes(), -1]:
        # The first process of the namespace is there only to wait; a signal does nothing to it.
        if process in (0, 1):
            continue
        try:
            os.kill(process, 0)
            return True
        except OSError:
            continue
    return False


@attack
def limit_victim():
    import resource

    resource.prlimit(TARGETS["victim"], resource.RLIMIT_CPU, (0, 0))
    return True


@attack
def trace():
    return call(NUMBERS["ptrace"], 16, TARGETS["victim"], 0, 0) or call(
        NUMBERS["read_memory"], os.getppid(), 0, 0, 0, 0, 0
    )


@attack
def renice_victim():
    os.setpriority(os.PRIO_PROCESS, TARGETS["victim"], 19)
    return True


# The network.


@attack
def connect_by_path():
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(TARGETS["socket"])
    return True


@attack
def connect_abstract():
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("\0" + TARGETS["mark"])
    return True


@attack
def connect_tcp():
    with socket.socket() as client:
        client.connect(("127.0.0.1", TARGETS["port"]))
    return True


@attack
def send_udp():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"x", ("127.0.0.1", TARGETS["port"]))
    return True


@attack
def open_other_socket():
    for family in (socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, getattr(socket, "AF_VSOCK", 40), 38):
        try:
            socket.socket(family, socket.SOCK_RAW if family == socket.AF_PACKET else socket.SOCK_DGRAM).close()
            return True
        except OSError:
            continue
    return False


# The kernel.


@attack
def new_namespaces():
    return call(NUMBERS["unshare"], 0x10000000) or call(NUMBERS["clone"], 0x10000000 | 17, 0, 0, 0, 0)


@attack
def mount():
    return call(NUMBERS["mount"], 0, 0, 0, 0, 0) or call(428, -100, 0, 0) or call(NUMBERS["setns"], -1, 0)


@attack
def change_root():
    return call(NUMBERS["chroot"], 0)


@attack
def rare_calls():
    return any(
        [call(NUMBERS[name], 0, 0, 0, 0, 0) for name in ("keyctl", "bpf", "perf", "userfaultfd", "kexec", "shmget")]
        + [call(425, 0, 0), call(438, 0, 0, 0)]
    )


@attack
def privileges():
    with open("/proc/self/status") as file:
        status = dict(line.rstrip().split(":\t", 1) for line in file if ":\t" in line)
    wanted = {"NoNewPrivs": "1", "Seccomp": "2", "CapEff": "0" * 16, "CapPrm": "0" * 16, "CapInh": "0" * 16}
    return any(status[name] != value for name, value in wanted.items())


# Resources.


@attack
def memory():
    taken = []
    try:
        for _ in range(64):
            # Never touched: what is bounded is what could be.
            taken.append(mmap.mmap(-1, 1 << 32, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))
    except OSError:
        return len(taken) > 10
    return True


@attack
def shared_memory():
    mmap.mmap(-1, 1 << 42)
    return True


@attack
def large_file():
    with open("large", "wb") as file:
        os.posix_fallocate(file.fileno(), 0, 5 << 28)
    return True


@attack
def leave_children():
    """Not stopped, but ended with everything else: the test looks for them."""
    code = f"import time; time.sleep(600)  # {TARGETS['mark']} child"
    subprocess.Popen([sys.executable, "-S", "-c", code], start_new_session=True)
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execv(sys.executable, [sys.executable, "-S", "-c", code])
        os._exit(0)
    time.sleep(0.2)
    return False


# On their own, since nothing comes after them.


def fill():
    """More files than may be, none of which is too large."""
    for number in range(4):
        with open(f"file{number}", "wb") as file:
            os.posix_fallocate(file.fileno(), 0, 300 << 20)
    # Where only the supervisor can tell.
    time.sleep(20)


def flood():
    for descriptor in range(3, 20):
        try:
            while True:
                os.write(descriptor, b"x" * (1 << 16))
        except OSError:
            continue


def fork_bomb():
    children = 0
    try:
        while children < 2500:
            if os.fork() == 0:
                time.sleep(600)
                os._exit(0)
            children += 1
    except OSError:
        pass
    raise RuntimeError(f"{children} children")


def say_hello():
    raise RuntimeError("HELLO")


def run():
    alone = {"fill": fill, "flood": flood, "fork_bomb": fork_bomb, "hello": say_hello}.get(TARGETS["attack"])
    if alone is not None:
        alone()
        raise RuntimeError("survived")
    through = []
    for name, function in ATTACKS.items():
        try:
            if function():
                through.append(name)
        except (OSError, MemoryError, ValueError):
            continue
    raise RuntimeError("THROUGH " + json.dumps(through) + f" OF {len(ATTACKS)}")


if TARGETS:
    run()
