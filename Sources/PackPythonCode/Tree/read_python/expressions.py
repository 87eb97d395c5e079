# SPDX-License-Identifier: Apache-2.0
"""What expressions read, and what can be told of a value without running the code."""

import ast

from .names import Names, is_reserved, parameters
from .text import is_one_string, uncommented

NAMESPACES = {"globals()", "locals()", "sys.modules"}


class Expressions(Names):
    """Collects names that are read, elements of namespaces, and strings that are reserved names."""

    def __init__(self, source):
        super().__init__(source)
        self.uses, self.lookups, self.reserved, self.unbound = [], [], [], []
        # The classes and functions around the place that is read, joined by dots.
        self.owner = ""
        # Whether what is read is not executed, and whether a name that is not there is caught.
        self.unread, self.catches_name_error = False, False

    def expression(self, node):
        if isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
            self.chain(node)
        elif isinstance(node, ast.Lambda):
            self.parameters(node.args)
            self.scopes.append({parameter.arg for parameter in parameters(node.args)})
            self.expression(node.body)
            self.scopes.pop()
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str) and is_reserved(node.value):
                self.reserved.append({"text": node.value, "offset": self.start(node)})
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, (ast.expr, ast.comprehension, ast.keyword)):
                    self.expression(child)

    def annotation(self, node, unread):
        self.unread = unread or "__future__.annotations" in self.bound.get("annotations", ())
        self.expression(node)
        self.unread = False

    def parameters(self, arguments):
        """Annotations and defaults, which are executed around a function, not in it."""
        for parameter in parameters(arguments):
            if parameter.annotation is not None:
                self.annotation(parameter.annotation, False)
        for default in [*arguments.defaults, *arguments.kw_defaults]:
            if default is not None:
                self.expression(default)

    def use(self, root, suffix, call, offset):
        """Notes that a name is read; `root`: its first part, None for what is no name."""
        roots = [("?", "expression")] if root is None else self.resolve(root)
        if not self.unread and not self.catches_name_error and (root, "global") in roots:
            self.unbound.append({"text": root, "offset": offset})
        for name, origin in roots:
            self.uses.append(
                {"name": name + suffix, "origin": origin, "call": call, "owner": self.owner, "offset": offset})

    def chain(self, node):
        """A name, or an expression in brackets, with the attributes, calls and subscripts that follow."""
        links = []
        while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
            links.append(node)
            inner = node.func if isinstance(node, ast.Call) else node.value
            apart = self.is_apart(node, inner)
            node = inner
            if apart:
                break
        is_name = isinstance(node, ast.Name) and not (links and self.is_apart(links[-1], node))
        root = node.id if is_name else None
        offset = self.start(node if not links else links[-1])
        if not is_name:
            self.expression(node)
        suffix, is_open, arguments = "", is_name, 0
        for link in reversed(links):
            if isinstance(link, ast.Attribute):
                suffix, is_open = f"{suffix}.{link.attr}", True
                continue
            if isinstance(link, ast.Call):
                self.use(root, suffix, self.arguments(link), offset)
                for argument in [*link.args, *(keyword.value for keyword in link.keywords)]:
                    self.expression(argument)
                suffix, arguments = suffix + "()", len(link.args) + len(link.keywords)
            else:
                self.lookup(root, suffix, arguments, link, offset)
                if is_open:
                    self.use(root, suffix, None, offset)
                self.expression(link.slice)
                suffix += "[]"
            is_open = False
        if is_open:
            self.use(root, suffix, None, offset)

    def lookup(self, root, suffix, arguments, link, offset):
        """An element of a namespace."""
        for name, _ in self.resolve(root) if root is not None else []:
            if name + suffix in NAMESPACES or name + suffix == "vars()" and not arguments:
                key = self.value(link.slice, self.end(link.value))
                self.lookups.append({"object": name + suffix, "key": key, "offset": offset})

    def arguments(self, call):
        after = self.text.index(b"(", self.end(call.func)) + 1
        given = []
        nodes = sorted([*call.args, *call.keywords], key=lambda node: (node.lineno, node.col_offset))
        for node in nodes:
            if isinstance(node, ast.Starred):
                given.append({"keyword": "*", "value": {}})
            elif isinstance(node, ast.keyword):
                value = {} if node.arg is None else self.value(node.value, after)
                given.append({"keyword": node.arg or "**", "value": value})
            else:
                given.append({"keyword": None, "value": self.value(node, after)})
            after = self.end(node)
        return given

    def value(self, node, after):
        """What can be told of a value; `after`: where what precedes it ends."""
        if b"(" in uncommented(self.text[after:self.start(node)]).replace(b"=", b",").split(b",")[-1]:
            return {"list": False}
        text = self.text[self.start(node):self.end(node)]
        if isinstance(node, ast.Constant):
            if node.value is None or isinstance(node.value, (bool, int, float, complex)):
                return {"constant": text.decode("utf-8")}
            if isinstance(node.value, (str, bytes)) and b"\\" not in text and is_one_string(text):
                return {"string": node.value if isinstance(node.value, str) else node.value.decode("ascii")}
        elif isinstance(node, (ast.Name, ast.Attribute)):
            chain = self.chain_text(node)
            if chain is not None and "(" not in chain and "[" not in chain:
                root = chain.split(".")[0]
                return {"name": self.resolve(root)[0][0] + chain[len(root):]}
        elif isinstance(node, (ast.List, ast.Set)) or isinstance(node, ast.Tuple) and text[:1] == b"(":
            return {"list": not node.elts}
        elif isinstance(node, (ast.ListComp, ast.SetComp)):
            return {"list": False}
        elif isinstance(node, (ast.Dict, ast.DictComp)):
            return {"dictionary": True}
        return {}
