# SPDX-License-Identifier: Apache-2.0
"""What statements import, assign and define, and what is around them."""

import ast

from .expressions import Expressions
from .names import FUNCTIONS

ALL = {"Exception", "BaseException"}
NO_MODULE = {"ImportError", "ModuleNotFoundError", *ALL}
NO_NAME = {"NameError", *ALL}
TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))
# As many calls in tests around a statement are told; PythonCondition.limit says the same.
MOST_CONDITIONS = 64


class Statements(Expressions):
    """Walks over the statements of a file."""

    def __init__(self, source):
        super().__init__(source)
        self.imports, self.assignments, self.classes, self.functions = [], [], [], []
        # What is around the statement that is read.
        self.in_function, self.in_try, self.catches_import_error = False, False, False
        # The functions that the tests of `if` statements around it call, and whether they hold there.
        self.conditions = []

    def block(self, statements):
        for statement in statements:
            kept = self.owner, self.in_function, self.in_try
            self.statement(statement)
            self.owner, self.in_function, self.in_try = kept

    def statement(self, node):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for entry in self.imports_of(node):
                entry.update(
                    catches_import_error=self.catches_import_error, in_try=self.in_try, conditions=self.conditions,
                    owner=self.owner, in_function=self.in_function)
                self.imports.append(entry)
        elif isinstance(node, FUNCTIONS):
            self.function(node)
        elif isinstance(node, ast.ClassDef):
            self.class_statement(node)
        elif isinstance(node, TRIES):
            self.try_statement(node)
        elif isinstance(node, ast.If):
            self.if_statement(node, [])
        elif isinstance(node, ast.Assign):
            # Only what stands right before the value matters: a text between each target and it would be read again and again.
            last = self.end(node.targets[-1])
            for target in node.targets:
                self.target(target, node.value, last)
            self.expression(node.value)
        elif isinstance(node, ast.AugAssign):
            self.target(node.target, None, 0)
            self.expression(node.value)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self.target(node.target, node.value, self.end(node.annotation))
                self.expression(node.value)
            elif not isinstance(node.target, ast.Name):
                self.expression(node.target)
            self.annotation(node.annotation, self.in_function)
        elif not isinstance(node, (ast.Global, ast.Nonlocal)):
            for child in ast.iter_child_nodes(node):
                if not isinstance(child, ast.stmt):
                    self.other(child)
            for name in ("body", "orelse"):
                self.block(getattr(node, name, []))

    def other(self, node):
        """What stands in a statement beside expressions and statements: with items, cases, patterns."""
        if isinstance(node, ast.expr):
            self.expression(node)
            return
        for name in ("name", "rest"):
            if isinstance(getattr(node, name, None), str):
                self.use(getattr(node, name), "", None, self.start(node))
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.stmt):
                self.other(child)
        self.block(getattr(node, "body", []))

    def try_statement(self, node):
        kept = self.catches_import_error, self.catches_name_error
        # `except*` makes another statement, into which transformers looks for imports.
        if isinstance(node, ast.Try):
            self.in_try = True
            self.catches_import_error |= any(catches(handler, NO_MODULE) for handler in node.handlers)
        self.catches_name_error |= any(catches(handler, NO_NAME) for handler in node.handlers)
        self.block(node.body)
        self.catches_import_error, self.catches_name_error = kept
        for handler in node.handlers:
            if handler.type is not None:
                self.expression(handler.type)
            if handler.name:
                self.use(handler.name, "", None, self.start(handler))
            self.block(handler.body)
        self.block(node.orelse)
        self.block(node.finalbody)

    def if_statement(self, node, earlier):
        """An `if` or `elif`; `earlier`: what the tests before it call."""
        kept = self.conditions
        called = self.calls_of(node.test)
        self.conditions = joined(kept, called, earlier)
        self.expression(node.test)
        self.block(node.body)
        self.conditions = kept
        earlier = (earlier + called)[:MOST_CONDITIONS]
        if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If) and self.is_elif(node.orelse[0]):
            self.if_statement(node.orelse[0], earlier)
        else:
            self.conditions = joined(kept, [], earlier)
            self.block(node.orelse)
        self.conditions = kept

    def calls_of(self, test):
        """The functions that a test calls by a plain name, in the order of the text."""
        calls = [node for node in ast.walk(test) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        calls.sort(key=lambda node: (node.lineno, node.col_offset))
        negated = list(self.negated(test))
        return [(node.func.id, [name for name, _ in self.resolve(node.func.id)], node in negated) for node in calls]

    def negated(self, test):
        """What `not` stands right before."""
        for node in ast.walk(test):
            if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
                if not self.text[self.start(node) + len("not"):self.start(node.operand)].strip():
                    yield node.operand

    def function(self, node):
        for decorator in node.decorator_list:
            self.expression(decorator)
        path = self.path(node.name)
        self.functions.append({"path": path, "offset": self.name_offset(node)})
        self.parameters(node.args)
        if node.returns is not None:
            self.annotation(node.returns, False)
        names = self.names_of_function(node)
        self.owner, self.in_function = path, True
        self.scopes.append(names)
        self.block(node.body)
        self.scopes.pop()

    def class_statement(self, node):
        for decorator in node.decorator_list:
            self.expression(decorator)
        values = [self.value(base, self.start(base)) for base in node.bases]
        path = self.path(node.name)
        self.classes.append({
            "path": path, "bases": [value["name"] for value in values if "name" in value],
            "offset": self.name_offset(node),
        })
        for base in [*node.bases, *(keyword.value for keyword in node.keywords)]:
            self.expression(base)
        self.owner = path
        self.block(node.body)

    def path(self, name):
        return f"{self.owner}.{name}" if self.owner else name

    def target(self, node, value, after):
        """What is assigned to; `after`: where what precedes the value ends."""
        parts = [node]
        if isinstance(node, ast.Tuple) and self.text[self.start(node):][:1] != b"(":
            parts = node.elts
        for part in parts:
            chain = self.chain_text(part)
            if chain is None:
                self.expression(part)
                continue
            self.assignments.append({
                "target": chain, "owner": self.owner, "offset": self.start(part),
                "value": self.value(value, after) if value is not None and len(parts) == 1 else {},
            })
            if not isinstance(part, ast.Name):
                self.expression(part)


def joined(around, called, earlier):
    """Conditions with those of one more test, which holds, and of earlier ones, which do not."""
    calls = [(*call, True) for call in called] + [(*call, False) for call in earlier]
    found = [{"function": name, "targets": targets, "negated": negated, "holds": holds}
             for name, targets, negated, holds in calls]
    return (around + found)[:MOST_CONDITIONS]


def catches(handler, errors):
    """Whether a handler takes one of these errors."""
    names = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else set()
    if handler.type:
        names |= {node.attr for node in ast.walk(handler.type) if isinstance(node, ast.Attribute)}
    return not names or bool(names & errors)
