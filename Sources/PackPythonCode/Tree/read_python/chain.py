# SPDX-License-Identifier: Apache-2.0
"""The attributes, calls and subscripts that hang on a name."""

# The same as in PythonChain.
MOST_STEPS = 32


class Chain:
    """Of a long chain the first and the last steps, since every call in it is a use of its own."""

    def __init__(self):
        self.first, self.last, self.left = [], [], 0

    def append(self, step):
        if len(self.first) < MOST_STEPS:
            self.first.append(step)
        elif len(self.last) < MOST_STEPS:
            self.last.append(step)
        else:
            self.last[self.left % MOST_STEPS] = step
            self.left += 1

    def __str__(self):
        start = self.left % MOST_STEPS
        return "".join([*self.first, *(["[...]"] if self.left else []), *self.last[start:], *self.last[:start]])
