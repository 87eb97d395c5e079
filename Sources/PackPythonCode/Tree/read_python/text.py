# SPDX-License-Identifier: Apache-2.0
"""Where in a text the nodes of its syntax tree stand, and what of the text a tree does not tell."""

import ast
import io
import tokenize
import unicodedata


class Text:
    """A Python text in UTF-8; all places are offsets in its bytes."""

    def __init__(self, source):
        self.text = source.encode("utf-8")
        self.starts = line_starts(self.text)

    def start(self, node):
        return self.starts[node.lineno - 1] + node.col_offset

    def end(self, node):
        return self.starts[node.end_lineno - 1] + node.end_col_offset

    def name_offset(self, node):
        """Where the name of a function or class stands."""
        keyword = b"class" if isinstance(node, ast.ClassDef) else b"def"
        after = self.text.index(keyword, self.start(node)) + len(keyword)
        # A name that Python reads as another one is not found: then the place is that of what precedes it.
        return max(self.text.find(node.name.encode("utf-8"), after), after)

    def is_elif(self, node):
        """Whether an `if` in an `else` is written `elif`."""
        return self.text.startswith(b"elif", self.start(node))

    def is_apart(self, node, inner):
        """Whether what a suffix hangs on stands in brackets of its own."""
        return (node.lineno, node.col_offset) != (inner.lineno, inner.col_offset)

    def chain_text(self, node):
        """A name with what hangs on it, as it is written; None for anything else."""
        if isinstance(node, ast.Name):
            return node.id
        inner = {ast.Attribute: "value", ast.Subscript: "value", ast.Call: "func"}.get(type(node))
        if inner is None or self.is_apart(node, getattr(node, inner)):
            return None
        text = self.chain_text(getattr(node, inner))
        return text and text + (
            f".{node.attr}" if isinstance(node, ast.Attribute) else "()" if isinstance(node, ast.Call) else "[]")

    def disguised(self):
        """Names with letters that Python reads as other ones."""
        found = []
        for token in tokens(self.text):
            if token.type == tokenize.NAME and unicodedata.normalize("NFKC", token.string) != token.string:
                line = token.line[: token.start[1]].encode("utf-8")
                found.append({"text": token.string, "offset": self.starts[token.start[0] - 1] + len(line)})
        return found


def line_starts(text):
    starts, offset = [], 0
    for line in text.splitlines(keepends=True):
        starts.append(offset)
        offset += len(line)
    return [*starts, offset]


def tokens(text):
    """The tokens of a text; none where it has no tokens."""
    try:
        return list(tokenize.tokenize(io.BytesIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return []


def is_one_string(text):
    kinds = [token.type for token in tokens(text) if token.string]
    return kinds[1:] == [tokenize.STRING]


def uncommented(text):
    return b"\n".join(line.split(b"#")[0] for line in text.split(b"\n"))
