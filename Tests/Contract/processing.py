"""What the tests of `process` share."""

from support import PASSAGES

LONG = " ".join(PASSAGES * 12)


def prune(model, question, context, *arguments, **options):
    options = {"show_progress": False, "return_sentence_metrics": True, "return_sentence_texts": True, **options}
    return model.process(question, context, *arguments, **options)


def without_timing(result):
    return {name: value for name, value in result.items() if name not in ("timing", "performance_trace")}
