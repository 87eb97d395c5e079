"""`Pruner` of the wheel: what becomes of it, of the questions under way and of its process when something goes wrong."""

import asyncio
import gc
import json
import os
import pickle
import shutil
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from installed import is_gone, process_of, run

TEXT = "It was opened in 1932. Tea is a plant. The bridge has 12 arches."
QUERY = "When was the bridge built?"


def test_it_gives_what_the_command_gives(pruning_pack, command, package):
    texts = [TEXT, "", "Cats purr.\n\nThe bridge was built in 1930."]
    arguments = [part for text in texts for part in ("--document", text)]
    printed = run(command, "prune", package, "--query", QUERY, *arguments, "--format", "json").stdout
    expected = [json.loads(line) for line in printed.splitlines()]
    scores = run(command, "score", package, "--query", QUERY, *arguments, "--format", "json").stdout
    with pruning_pack.Pruner(package, threads=2) as pruner:
        result = pruner.process(QUERY, texts, return_sentence_texts=True, return_sentence_metrics=True)
        for name in expected[0]:
            assert result[name] == [answer[name] for answer in expected], name
        pairs = [(QUERY, text) for text in texts]
        assert pruner.predict(pairs) == [json.loads(line)["ranking_score"] for line in scores.splitlines()]
        streamed = list(pruner.stream({"query": QUERY, "document": text, "id": text} for text in texts))
        assert [answer["pruned_context"] for answer in streamed] == result["pruned_context"]
        assert [answer["id"] for answer in streamed] == texts
        pid = process_of(pruner)
    assert is_gone(pid)
    with pytest.raises(pruning_pack.PrunerError, match="closed") as caught:
        pruner.process(QUERY, TEXT)
    assert caught.value.code == "closed"
    pruner.close()


def test_texts_of_all_kinds(pruning_pack, package):
    with pruning_pack.Pruner(package) as pruner:
        for text in ("\x00", "a\x00b. c\u2028d.\r\n", "\U0010ffff\ufeff", "\u0301", "\\u0000 \"'", "\x1b[31m"):
            assert pruner.process(QUERY, text, threshold=-1)["pruned_context"] == text
        for text in ("\ud800", "a\udfff"):
            with pytest.raises(ValueError, match="half of a surrogate pair"):
                pruner.process(QUERY, text)
            with pytest.raises(ValueError, match="half of a surrogate pair"):
                pruner.predict([(text, "x")])
        # Longer than any pipe, in both directions.
        long = TEXT * 10_000
        assert pruner.process(QUERY, long, threshold=-1)["pruned_context"] == long
        with pytest.raises(ValueError, match="leaves no room"):
            pruner.process(QUERY * 1000, TEXT)
        (record, _) = pruner.stream([(QUERY * 1000, TEXT), (QUERY, TEXT)], on_error="record")
        assert record["error"]["code"] == "query_too_long" and record["error"]["line"] == 1


def test_a_package_that_cannot_be_opened(pruning_pack, package, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(package, broken)
    (broken / "config.json").write_text("{")
    for path, message, code in [
        (tmp_path / "none", "none", 2), (broken, "config.json", 1), ("hf://a/b/c/d", "hf://OWNER/NAME", 64),
        ("nul\0", "null", None),
    ]:  # fmt: skip
        with pytest.raises(pruning_pack.PruningPackError, match=message) as caught:
            pruning_pack.Pruner(path)
        assert caught.value.code == "not_opened" and caught.value.exit_code == code
    for wrong in ({"threads": 0}, {"threads": "2"}, {"timeout": 0}, {"timeout": "1"}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            pruning_pack.Pruner(package, **wrong)
    with pytest.raises(pruning_pack.PrunerError, match="0.0001 seconds") as caught:
        pruning_pack.Pruner(package, timeout=0.0001)
    assert caught.value.code == "timeout"


def test_a_package_that_is_changed_or_replaced_while_it_is_open(pruning_pack, package, tmp_path):
    copy, other = tmp_path / "copy", tmp_path / "other"
    shutil.copytree(package, copy)
    with pruning_pack.Pruner(copy) as pruner:
        before = pruner.process(QUERY, TEXT)["reranking_score"]
        weights = copy / "ranking_model/model.safetensors"
        content = bytearray(weights.read_bytes())
        content[-1] ^= 1
        weights.write_bytes(content)
        with pytest.raises(pruning_pack.PrunerError, match="model.safetensors") as caught:
            pruner.process(QUERY, TEXT)
        assert caught.value.code == "package_changed" and caught.value.exit_code == 2
        # What is there now is opened, and answers.
        assert pruner.process(QUERY, TEXT)["reranking_score"] == pytest.approx(before, abs=1e-3)
        # A directory that another one takes the place of stays what it was for who has it open.
        shutil.copytree(package, other)
        copy.rename(tmp_path / "old")
        other.rename(copy)
        assert pruner.process(QUERY, TEXT)["reranking_score"] == pytest.approx(before, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("die", "died", "SIGKILL"), ("trap", "died", "SIGABRT: Fatal error: it cannot go on"), ("leave", "died", "exit code 2"),
        ("say {]", "nonsense", "{]"), ('say {"id": 99, "items": []}', "nonsense", "99"), ("say 3", "nonsense", "3"),
        ('say {"id": 1, "items": [], "seconds": {}}', "nonsense", "items"), ("say " + "[" * 100_000, "nonsense", "[["),
        ('say {"ready": {}, "id": 1}', "nonsense", "ready"), ("refuse", "refused", "it is refused"), ("hang", "timeout", "0.7 seconds"),
    ],
)  # fmt: skip
def test_only_the_question_that_is_the_reason_fails(stand_in, pruning_pack, text, code, message):
    pruner = stand_in(timeout=0.7 if text == "hang" else None)
    texts = [f"number {number}" for number in range(60)]
    texts[17] = text

    async def ask():
        return await asyncio.gather(*(pruner.aprocess("q", each) for each in texts), return_exceptions=True)

    answers = asyncio.run(ask())
    for number, (each, answer) in enumerate(zip(texts, answers)):
        if number == 17:
            assert isinstance(answer, pruning_pack.PrunerError) and answer.code == code and message in str(answer)
            assert len(str(answer)) < 1500
        else:
            assert answer["pruned_context"] == each
    # It was given to two processes at most: with others, and alone.
    assert len([1 for _, asked in stand_in.journal() if asked == repr(text[:20])]) <= 2
    assert pruner.process("q", "after")["pruned_context"] == "after"


def test_a_process_that_is_killed_while_nothing_is_under_way(stand_in):
    pruner = stand_in()
    for _ in range(5):
        os.kill(process_of(pruner), signal.SIGKILL)
        assert pruner.process("q", "text")["pruned_context"] == "text"


def test_a_process_that_cannot_start(stand_in, pruning_pack, monkeypatch):
    pruner = stand_in()
    for how, code in [("refuse", "not_opened"), ("die", "died"), ("hang", "timeout")]:
        monkeypatch.setenv("STAND_IN_START", how)
        with pytest.raises(pruning_pack.PrunerError) as caught:
            stand_in(timeout=0.5 if how == "hang" else None)
        assert caught.value.code == code
    monkeypatch.setenv("STAND_IN_START", "refuse")
    os.kill(process_of(pruner), signal.SIGKILL)
    with ThreadPoolExecutor(8) as threads:
        failed = [threads.submit(pruner.process, "q", "text").exception() for _ in range(8)]
    assert {(error.code, str(error)) for error in failed} == {("not_opened", "config.json: not found")}
    # As soon as it can, it does.
    monkeypatch.delenv("STAND_IN_START")
    assert pruner.process("q", "text")["pruned_context"] == "text"


def test_a_command_that_does_not_run(pruning_pack, monkeypatch, tmp_path):
    from pruning_pack._pruner import pruner as pruners

    program = tmp_path / "program"
    program.write_bytes(b"\x7fELF" + bytes(40))
    program.chmod(0o755)
    for path in (program, tmp_path / "none"):
        monkeypatch.setattr(pruners, "_arguments", lambda path, threads, precision, program=path: [str(program)])
        with pytest.raises(pruning_pack.PrunerError) as caught:
            pruning_pack.Pruner("package")
        assert caught.value.code == "not_opened" and str(path) in str(caught.value)


def test_thousands_of_small_calls_from_many_threads(stand_in):
    pruner = stand_in()

    def ask(number):
        return pruner.process("q", f"text {number}")["pruned_context"] if number % 2 else pruner.predict(("q", "x" * number))

    with ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(ask, range(4000)))
    assert answers == [f"text {number}" if number % 2 else number for number in range(4000)]
    assert len({pid for pid, _ in stand_in.journal()}) == 1


def test_a_long_call_does_not_hold_up_a_short_one(stand_in):
    pruner = stand_in()
    with ThreadPoolExecutor(1) as threads:
        long = threads.submit(pruner.process, "q", ["sleep 0.01"] * 600)
        time.sleep(0.2)
        assert pruner.process("q", "short")["pruned_context"] == "short"
        assert not long.done()
        assert long.result()["pruned_context"] == ["sleep 0.01"] * 600


def test_a_text_of_50_megabytes(stand_in):
    text = "é" * 25_000_000
    assert stand_in().process("q", text)["pruned_context"] == text


def test_what_is_awaited_can_be_cancelled(stand_in):
    pruner = stand_in()

    async def ask():
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(pruner.aprocess("q", "sleep 0.5"), 0.1)
        waiting = [asyncio.ensure_future(pruner.aprocess("q", f"never {number}")) for number in range(200)]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return (await pruner.aprocess("q", "after"))["pruned_context"]

    assert asyncio.run(ask()) == "after"
    assert len([1 for _, asked in stand_in.journal() if asked.startswith("'never")]) < 200


def test_closing_with_questions_under_way(stand_in, pruning_pack):
    pruner = stand_in()
    pid = process_of(pruner)
    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(pruner.process, "q", "sleep 60") for _ in range(4)]
        time.sleep(0.2)
        pruner.close()
        assert {each.exception().code for each in waiting} == {"closed"}
    assert is_gone(pid)


def test_what_nobody_has_any_more_ends(stand_in, pruning_pack):
    pruner = pruning_pack.Pruner("package")
    pid = process_of(pruner)
    del pruner
    gc.collect()
    assert is_gone(pid)
    # Nor is a thread left, nor a descriptor.
    before = (threading.active_count(), len(os.listdir("/proc/self/fd"))) if sys.platform == "linux" else None
    for _ in range(20):
        pruning_pack.Pruner("package").close()
    after = (threading.active_count(), len(os.listdir("/proc/self/fd"))) if sys.platform == "linux" else None
    assert before == after


def test_it_can_be_pickled(stand_in):
    pruner = stand_in(timeout=30)
    other = pickle.loads(pickle.dumps(pruner))
    assert other.process("q", "text")["pruned_context"] == "text" and process_of(other) != process_of(pruner)
    other.close()


def test_a_timeout_that_never_ends(stand_in):
    for timeout in (float("inf"), 1e20, 10**400, 1e8):
        assert stand_in(timeout=timeout).process("q", "text")["pruned_context"] == "text"


def test_a_long_timeout_is_waited_for_in_parts(stand_in, monkeypatch):
    from pruning_pack._pruner import bell

    monkeypatch.setattr(bell, "_LONGEST", 0.05)
    assert stand_in(timeout=60).process("q", "sleep 0.3")["pruned_context"] == "sleep 0.3"


@pytest.mark.skipif(sys.platform != "linux", reason="counts descriptors in /proc")
def test_without_descriptors_there_is_a_pruner_error(stand_in, pruning_pack):
    import resource

    pruner = stand_in()
    pruner._service.close()
    pruner._service._is_closed = False
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) - 1, limits[1]))
    try:
        with pytest.raises(pruning_pack.PrunerError) as caught:
            pruner.process("q", "lost")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert caught.value.code == "failed" and "Too many open files" in str(caught.value)
    assert pruner.process("q", "text")["pruned_context"] == "text"
    assert not [asked for _, asked in stand_in.journal() if "lost" in asked]


def test_what_nobody_waits_for_does_not_hold_up_others(stand_in):
    """Of a process that is busy with it another one takes the place; what it was asked beside is asked again."""
    pruner = stand_in()

    async def ask():
        abandoned = asyncio.ensure_future(pruner.aprocess("q", "sleep 30"))
        await asyncio.sleep(0.3)
        others = [asyncio.ensure_future(pruner.aprocess("q", f"text {number}")) for number in range(5)]
        await asyncio.sleep(0.1)
        abandoned.cancel()
        return [(await other)["pruned_context"] for other in others]

    began = time.monotonic()
    assert asyncio.run(ask()) == [f"text {number}" for number in range(5)]
    assert time.monotonic() - began < 15


def test_what_is_soon_over_is_waited_for(stand_in):
    """Questions whose callers are impatient, one after another, do not cost a process each."""
    pruner = stand_in()
    before = process_of(pruner)

    async def ask():
        for _ in range(5):
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(pruner.aprocess("q", "sleep 0.2"), 0.1)
        return (await pruner.aprocess("q", "text"))["pruned_context"]

    assert asyncio.run(ask()) == "text" and process_of(pruner) == before


def test_unknown_arguments_are_those_of_the_method(stand_in):
    pruner = stand_in()
    for name in ("stream", "astream"):
        for option in ({"nothing": 1}, {"question": "q"}):
            with pytest.raises(TypeError, match=rf"{name}\(\) got an unexpected keyword argument '{next(iter(option))}'"):
                getattr(pruner, name)([], **option)
    with pytest.raises(TypeError, match=r"aprocess\(\) got an unexpected keyword argument 'nothing'"):
        asyncio.run(pruner.aprocess("q", "text", nothing=1))
    with pytest.raises(ValueError, match="top_k is 'x', not a whole number"):
        pruner.process("q", ["text"], top_k="x")
