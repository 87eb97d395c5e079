"""A text that tries what can be tried on whoever prints it."""

import re

# A terminal's title and colours, a line's end before a command to a CI system, one byte controls, and reversed writing.
HOSTILE = "\x1b]0;t\x07\n::error::x\r\n##[error]y ##vso[task.x]z\x9b31m\x08\x7f\u2028\u202eabc\u2066\u0085\ufeff"

# Everything but the ends of lines and tabs, which texts have.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COMMAND = re.compile(r"##[a-zA-Z]*\[")


def assert_harmless(text, case, allows_commands=False):
    """Holds a text against what terminals and the runners of GitHub and Azure obey."""
    found = FORBIDDEN.search(text)
    assert not found, (case, text[max(0, found.start() - 100) : found.end() + 50] if found else "")
    for line in text.split("\n"):
        if allows_commands and re.match("::(error|warning|notice) ", line):
            # The report for GitHub consists of commands; what follows in the line of one is its text.
            assert "::error::x" not in line[2:].split("::", 1)[0], (case, line)
        else:
            assert not line.lstrip().startswith("::") and not COMMAND.search(line), (case, line)
