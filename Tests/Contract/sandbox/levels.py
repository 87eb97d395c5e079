"""What containers forbid, forbidden for one command: the real system calls fail, as they do there."""

import ctypes
import os
import struct

UNSHARE = {"x86_64": 272, "aarch64": 97}[os.uname().machine]
CLONE = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
LANDLOCK = 444
ERRNO, ALLOW = 0x00050000, 0x7FFF0000
EPERM, ENOSYS = 1, 38
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2

FORBIDDEN = {"full": [], "partial": [(UNSHARE, EPERM)], "none": [(UNSHARE, EPERM), (LANDLOCK, ENOSYS)]}


class Program(ctypes.Structure):
    _fields_ = [("count", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def forbid(level):
    """For preexec_fn: from here on this process gets no more than the level."""
    if not FORBIDDEN[level]:
        return
    steps = struct.pack("HBBI", 0x20, 0, 0, 0)  # the call's number
    for number, error in FORBIDDEN[level]:
        steps += struct.pack("HBBI", 0x15, 0, 1, number) + struct.pack("HBBI", 0x06, 0, 0, ERRNO | error)
    steps += struct.pack("HBBI", 0x06, 0, 0, ALLOW)
    library = ctypes.CDLL(None, use_errno=True)
    program = Program(len(steps) // 8, steps)
    if library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) or library.prctl(SECCOMP, FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "the filter was not installed")
