"""Streams of `Pruner`: order, errors, what is waited for."""

import asyncio
import time

import pytest


def test_streams(stand_in, pruning_pack):
    pruner = stand_in()
    read = []

    def items(count, bad=None):
        for number in range(count):
            read.append(number)
            yield ("q", "die" if number == bad else f"text {number}")

    first = pruner.stream(items(1000), window=10)
    assert next(first)["pruned_context"] == "text 0" and len(read) <= 10
    first.close()
    assert [answer["pruned_context"] for answer in pruner.stream(items(200))] == [f"text {number}" for number in range(200)]
    answers = []
    with pytest.raises(pruning_pack.PrunerError, match="SIGKILL"):
        answers.extend(pruner.stream(items(100, bad=40)))
    assert len(answers) == 40
    recorded = list(pruner.stream(items(100, bad=40), on_error="record"))
    assert recorded[40]["error"]["code"] == "died" and recorded[40]["error"]["line"] == 41
    assert [answer.get("pruned_context") for answer in recorded[41:]] == [f"text {number}" for number in range(41, 100)]
    wrong = [("q",), "qd", 3, {"query": "q"}, {"query": "q", "question": "p", "context": "c"}, ("q", "\ud800"), {"id": 5, "context": "c"}]
    records = list(pruner.stream(wrong, on_error="record"))
    assert [record["error"]["code"] for record in records] == ["invalid_request"] * 7 and records[-1]["id"] == 5
    for options in ({"window": 0}, {"on_error": "x"}, {"threshold": "x"}):
        with pytest.raises(ValueError):
            pruner.stream([], **options)

    async def collect():
        async def source():
            for number in range(50):
                yield {"question": "q", "documents": [f"a {number}", "b"], "id": number}

        return [answer async for answer in pruner.astream(source(), window=7)]

    collected = asyncio.run(collect())
    assert [(answer["id"], answer["pruned_context"]) for answer in collected] == [(n, [f"a {n}", "b"]) for n in range(50)]


def test_a_stream_keeps_its_pruner(stand_in, pruning_pack):
    items = [("q", f"text {number}") for number in range(200)]
    assert len(list(pruning_pack.Pruner("package").stream(items))) == 200

    async def collect():
        return [answer async for answer in pruning_pack.Pruner("package").astream(items)]

    assert len(asyncio.run(collect())) == 200


def test_an_answer_does_not_wait_for_the_window(stand_in):
    """One item after another, each only once the last is answered: as from a queue, or a person."""
    pruner = stand_in()

    async def converse():
        queue = asyncio.Queue()

        async def source():
            while True:
                yield await queue.get()

        answers, stream = [], pruner.astream(source())
        for number in range(5):
            queue.put_nowait(("q", f"text {number}"))
            answers.append((await asyncio.wait_for(stream.__anext__(), 20))["pruned_context"])
        await stream.aclose()
        return answers, len(asyncio.all_tasks())

    assert asyncio.run(converse()) == ([f"text {number}" for number in range(5)], 1)


def test_what_is_answered_is_given_before_the_next_slow_item(stand_in):
    pruner = stand_in()
    read = []

    def items():
        for number in range(6):
            time.sleep(0.2)
            while pruner._service._incoming or pruner._service._sent:
                time.sleep(0.1)
            read.append(number)
            yield "q", f"text {number}"

    async def collect():
        return [len(read) async for _ in pruner.astream(items())]

    # Each is answered, at the latest, while the next is read.
    for collected in (lambda: [len(read) for _ in pruner.stream(items())], lambda: asyncio.run(collect())):
        read.clear()
        counts = collected()
        assert len(counts) == 6 and all(count <= number + 2 for number, count in enumerate(counts)), counts


def test_a_slow_reader_does_not_leave_the_process_idle(stand_in):
    """While answers are taken, others are computed: of items that are there, so many are always under way."""
    pruner = stand_in()
    read = []

    def items():
        for number in range(60):
            read.append(number)
            yield "q", f"text {number}"

    ahead = []
    for taken, _ in enumerate(pruner.stream(items(), window=8), 1):
        ahead.append(len(read) - taken)
        time.sleep(0.02)
    assert sum(ahead[10:50]) / 40 > 4


def test_an_asynchronous_stream_that_is_left_leaves_no_task(stand_in):
    pruner = stand_in()
    ends = []

    async def source():
        try:
            yield "q", "text"
            await asyncio.sleep(600)
        finally:
            ends.append(asyncio.current_task())

    async def leave():
        stream = pruner.astream(source())
        await asyncio.wait_for(stream.__anext__(), 20)
        waiting = asyncio.ensure_future(stream.__anext__())
        await asyncio.sleep(0.1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert len(ends) == 1
        async for _ in (other := pruner.astream(source())):
            break
        await other.aclose()
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(leave()) == set()


def test_an_iterable_is_read_by_one_task(stand_in):
    pruner = stand_in()
    tasks = set()

    async def source():
        for number in range(20):
            tasks.add(asyncio.current_task())
            yield "q", f"text {number}"

    async def collect():
        return [answer async for answer in pruner.astream(source())]

    assert len(asyncio.run(collect())) == 20 and len(tasks) == 1


def test_an_iterable_that_fails_loses_no_answer(stand_in):
    pruner = stand_in()

    def items():
        yield from [("q", f"text {number}") for number in range(5)]
        raise KeyError("gone")

    async def source():
        for item in items():
            yield item

    for given in (items, source):
        answers = []

        async def collect():
            async for answer in pruner.astream(given()):
                answers.append(answer)

        with pytest.raises(KeyError, match="gone"):
            asyncio.run(collect())
        assert len(answers) == 5
    answers = []
    with pytest.raises(KeyError, match="gone"):
        answers.extend(pruner.stream(items()))
    assert len(answers) == 5


def test_any_fault_of_an_item_is_its_own(stand_in):
    pruner = stand_in()

    def split(text):
        return {}[text] if text == "b" else [text]

    items = [("q", "a"), ("q", "b"), ("q", "c")]
    answers = []
    with pytest.raises(KeyError):
        answers.extend(pruner.stream(items, sentence_splitter=split))
    assert len(answers) == 1
    records = list(pruner.stream(items, sentence_splitter=split, on_error="record"))
    assert records[1] == {"error": {"code": "invalid_request", "message": "KeyError: 'b'", "line": 2}}
    assert "pruned_context" in records[2]


def test_a_title_of_an_item_is_before_that_of_all(stand_in):
    items = [{"question": "q", "context": "c", "title": "own"}, {"question": "q", "context": "c"}, ("q", "c")]
    answers = list(stand_in().stream(items, title="of all"))
    assert [answer["title"] for answer in answers] == ["own\n", "of all\n", "of all\n"]


def test_a_record_has_what_stands_behind_the_fault(stand_in):
    wrong = {"before": 1, "query": "q", "question": "q", "document": "c", "behind": 2}
    (record,) = stand_in().stream([wrong], on_error="record")
    assert record["before"] == 1 and record["behind"] == 2 and "question twice" in record["error"]["message"]


def test_timing_is_not_the_callers(stand_in):
    stream = stand_in().stream([("q", "a"), ("q", "b")])
    next(stream)
    time.sleep(3)
    assert next(stream)["timing"]["total_seconds"] < 2


def test_a_wide_window_is_not_gone_through_for_each_item(pruning_pack):
    from pruning_pack._pruner.streaming import Window

    window = Window("stream", lambda call: call.fail(pruning_pack.PrunerError("died", "")), 10**6, "record", {})
    for _ in range(3000):
        window.add(("q", "text"))
    began = time.process_time()
    assert not any(window.is_full for _ in range(3000))
    assert time.process_time() - began < 0.2
    # Bytes of text are what is bounded, too, and what was taken counts no more.
    window.add(("q", "x" * (1 << 22)))
    assert window.is_full
    assert [window.take()["error"]["line"] for _ in range(3001)] == list(range(1, 3002))
    assert not window.is_full and window.is_empty
