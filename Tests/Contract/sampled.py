"""Parameters of tests of which `make test` runs a sample, and `make proof` all."""

import pytest


def sampled(cases, every, plain=lambda case: False, slow=lambda case: False):
    """The cases, all long but each `every`-th and those that are `plain`: cheap, or the only ones of their kind.

    Those that are `slow` are long wherever they stand."""
    marked = []
    for number, case in enumerate(cases):
        values = case if isinstance(case, tuple) else (case,)
        long = slow(case) or (number % every and not plain(case))
        marked.append(pytest.param(*values, marks=[pytest.mark.long] if long else []))
    return marked
