"""Parameters of tests of which `make test` runs a sample, and `make proof` all."""

import pytest


def sampled(cases, every, plain=lambda case: False):
    """The cases, all long but each `every`-th and those that are `plain`: cheap, or the only ones of their kind."""
    marked = []
    for number, case in enumerate(cases):
        values = case if isinstance(case, tuple) else (case,)
        long = number % every and not plain(case)
        marked.append(pytest.param(*values, marks=[pytest.mark.long] if long else []))
    return marked
