# SPDX-License-Identifier: Apache-2.0
"""What binds the names of a file, and what a name stands for."""

import ast

from .text import Text

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Names(Text):
    """The names that a file's imports, functions and classes bind, and those of the functions around a place."""

    def __init__(self, source):
        super().__init__(source)
        # What the names that are imported anywhere in the file stand for.
        self.bound = {}
        # Functions and classes of the module's level.
        self.defined = set()
        # Parameters and variables of the functions around the place that is read.
        self.scopes = []

    def bind(self, tree):
        for statement in ast.walk(tree):
            for entry in self.imports_of(statement):
                if entry["bound"]:
                    self.bound.setdefault(entry["bound"], set()).add(entry["target"])
        self.defined = {s.name for s in tree.body if isinstance(s, FUNCTIONS + (ast.ClassDef,))}

    def resolve(self, name):
        """What the first part of a name stands for, and where that comes from."""
        if any(name in scope for scope in self.scopes):
            return [(name, "local")]
        if name in self.bound:
            return [(target, "imported") for target in sorted(self.bound[name])]
        return [(name, "local" if name in self.defined else "global")]

    def imports_of(self, node):
        """An entry for each name that an import statement binds; nothing for any other node."""
        if isinstance(node, ast.Import):
            for name in node.names:
                package = name.name.split(".")[0]
                yield self.import_entry(
                    node, name.name, 0, None, name.asname, name.asname or package, name.name if name.asname else package)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            for name in node.names:
                target = "." * node.level + (f"{module}.{name.name}" if module else name.name)
                bound = name.asname or (None if name.name == "*" else name.name)
                yield self.import_entry(node, module, node.level, name.name, name.asname, bound, target)

    def import_entry(self, node, module, level, member, alias, bound, target):
        return {
            "module": module, "level": level, "member": member, "alias": alias, "offset": self.start(node),
            "bound": bound, "target": target,
        }

    def names_of_function(self, node):
        """Parameters and variables of a function, without what its body imports or declares to be somebody else's."""
        found = Variables(node.body)
        names = set(parameter.arg for parameter in parameters(node.args)) | (found.names - found.foreign)
        for inner in ast.walk(ast.Module(node.body, [])):
            names -= {entry["bound"] for entry in self.imports_of(inner)}
        return names


class Variables(ast.NodeVisitor):
    """Names that a function's body binds, without the bodies of what is defined in it."""

    def __init__(self, body):
        self.names, self.foreign = set(), set()
        for statement in body:
            self.visit(statement)

    def visit_FunctionDef(self, node):
        self.names.add(node.name)

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self.visit(node.body)

    def visit_Global(self, node):
        self.foreign.update(node.names)

    visit_Nonlocal = visit_Global

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Store):
            self.names.add(node.id)

    def visit_ExceptHandler(self, node):
        if node.name:
            self.names.add(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node):
        if node.name:
            self.names.add(node.name)
        self.generic_visit(node)


def bound_names(tree):
    """Every name that is assigned to, defined, looped over, captured or declared, wherever; imports aside."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            names.update(node.names)
        elif not isinstance(node, ast.alias):
            names.update(word for word in (getattr(node, "name", None), getattr(node, "rest", None)) if isinstance(word, str))
    return names


def parameters(arguments):
    extra = [arguments.vararg, arguments.kwarg]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *(one for one in extra if one is not None)]


def is_reserved(text):
    """Whether a string is a name that Python keeps for itself, such as `__builtins__`."""
    return len(text.encode("utf-8", "replace")) > 4 and text[:2] == text[-2:] == "__" and text.isidentifier()
