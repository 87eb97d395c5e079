# SPDX-License-Identifier: Apache-2.0
"""Prints what a Python file imports, reads, assigns and defines, from its syntax tree and without running it.

pruning-pack starts this with `python3 -I -S`. It reads one JSON object, {source: text}, and prints one: the facts of
Sources/PackValidation/Python/PythonFacts.swift, names written as PythonUse says, or {error: {message, line, offset}}.
"""

import ast
import io
import json
import sys
import tokenize
import unicodedata

ALL = {"Exception", "BaseException"}
NO_MODULE = {"ImportError", "ModuleNotFoundError", *ALL}
NO_NAME = {"NameError", *ALL}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
NAMESPACES = {"globals()", "locals()", "sys.modules"}
TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))
# The same as in PythonChain and PythonScan.
MOST_STEPS = 32
MOST_IMPORTS = 64


def is_reserved(text):
    return len(text.encode("utf-8", "replace")) > 4 and text[:2] == text[-2:] == "__" and text.isidentifier()


class Chain:
    """What hangs on a name: of a long chain the first and the last steps, since every call in it is a use of its own."""

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


class Names(ast.NodeVisitor):
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


class Facts:
    def __init__(self, source):
        self.source = source
        self.text = source.encode("utf-8")
        self.starts = line_starts(self.text)
        self.imports, self.uses, self.assignments, self.classes, self.functions = [], [], [], [], []
        self.reserved, self.lookups, self.unbound = [], [], []
        self.owner, self.in_function, self.guarded, self.unseen = "", False, False, False
        self.scopes, self.unread, self.name_guarded = [], False, False
        tree = ast.parse(source)
        # Some errors of syntax show only here, such as a `return` outside a function.
        compile(tree, "package", "exec", dont_inherit=True)
        self.bound = {}
        for statement in ast.walk(tree):
            for entry in self.imports_of(statement):
                if entry["bound"]:
                    self.bound.setdefault(entry["bound"], set()).add(entry["target"])
                    if len(self.bound[entry["bound"]]) > MOST_IMPORTS:
                        message = f"one name stands for too many imports, more than {MOST_IMPORTS}"
                        raise SyntaxError(message, ("package", statement.lineno, 1, None))
        self.defined = {s.name for s in tree.body if isinstance(s, FUNCTIONS + (ast.ClassDef,))}
        self.block(tree.body)
        names = bound_names(tree) | self.bound.keys()
        if any(entry["member"] == "*" for entry in self.imports):
            self.unbound = []
        self.unbound = [
            word for word in self.unbound if word["text"] not in names and not is_reserved(word["text"])]

    def result(self):
        for entry in self.imports:
            del entry["bound"], entry["target"]
        return {
            "imports": self.imports, "uses": self.uses, "assignments": self.assignments, "classes": self.classes,
            "functions": self.functions, "reserved": self.reserved, "lookups": self.lookups,
            "unbound": self.unbound, "disguised": disguised(self.text, self.starts),
        }

    # Places

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

    def path(self, name):
        return f"{self.owner}.{name}" if self.owner else name

    # Statements

    def block(self, statements):
        for statement in statements:
            kept = self.owner, self.in_function, self.guarded, self.unseen
            self.statement(statement)
            self.owner, self.in_function, self.guarded, self.unseen = kept

    def statement(self, node):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for entry in self.imports_of(node):
                entry.update(
                    guarded=self.guarded, unseen=self.unseen, owner=self.owner, in_function=self.in_function)
                self.imports.append(entry)
        elif isinstance(node, FUNCTIONS):
            self.function(node)
        elif isinstance(node, ast.ClassDef):
            self.class_statement(node)
        elif isinstance(node, TRIES):
            self.try_statement(node)
        elif isinstance(node, ast.If):
            self.if_statement(node, False)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self.target(target, node.value, self.end(target))
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
        guarded, name_guarded = self.guarded, self.name_guarded
        self.unseen = True
        self.guarded = guarded or any(catches(handler, NO_MODULE) for handler in node.handlers)
        self.name_guarded = name_guarded or any(catches(handler, NO_NAME) for handler in node.handlers)
        self.block(node.body)
        self.guarded, self.name_guarded = guarded, name_guarded
        for handler in node.handlers:
            if handler.type is not None:
                self.expression(handler.type)
            if handler.name:
                self.use(handler.name, "", None, self.start(handler))
            self.block(handler.body)
        self.block(node.orelse)
        self.block(node.finalbody)

    def if_statement(self, node, follows):
        kept = self.guarded, self.unseen
        asks = self.asks_for_availability(node.test)
        follows = follows or asks
        self.unseen = self.unseen or follows
        self.guarded = self.guarded or asks
        self.expression(node.test)
        self.block(node.body)
        self.guarded, self.unseen = kept
        if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If) and self.is_elif(node.orelse[0]):
            self.if_statement(node.orelse[0], follows)
        else:
            self.unseen = self.unseen or follows
            self.block(node.orelse)
        self.guarded, self.unseen = kept

    def is_elif(self, node):
        return self.text.startswith(b"elif", self.start(node))

    def asks_for_availability(self, test):
        for node in ast.walk(test):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            name = node.func.id
            if name.startswith("is_") and name.endswith("available") and (
                name.startswith("is_flash_attn")
                or any(found.startswith("transformers.") for found, _ in self.resolve(name))
            ):
                return True
        return False

    def function(self, node):
        for decorator in node.decorator_list:
            self.expression(decorator)
        path = self.path(node.name)
        self.functions.append({"path": path, "offset": self.name_offset(node)})
        self.parameters(node.args)
        if node.returns is not None:
            self.annotation(node.returns, False)
        found = Names(node.body)
        names = set(parameter.arg for parameter in parameters(node.args)) | (found.names - found.foreign)
        for inner in ast.walk(ast.Module(node.body, [])):
            names -= {entry["bound"] for entry in self.imports_of(inner)}
        self.owner, self.in_function = path, True
        self.scopes.append(names)
        self.block(node.body)
        self.scopes.pop()

    def parameters(self, arguments):
        for parameter in parameters(arguments):
            if parameter.annotation is not None:
                self.annotation(parameter.annotation, False)
        for default in [*arguments.defaults, *arguments.kw_defaults]:
            if default is not None:
                self.expression(default)

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

    def imports_of(self, node):
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

    # Assignments

    def target(self, node, value, after):
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

    def chain_text(self, node):
        """A name with what hangs on it, as it is written; None for anything else."""
        if isinstance(node, ast.Name):
            return node.id
        links = []
        while not isinstance(node, ast.Name):
            inner = {ast.Attribute: "value", ast.Subscript: "value", ast.Call: "func"}.get(type(node))
            if inner is None or self.is_apart(node, getattr(node, inner)):
                return None
            links.append(node)
            node = getattr(node, inner)
        chain = Chain()
        for link in reversed(links):
            chain.append(f".{link.attr}" if isinstance(link, ast.Attribute) else "()" if isinstance(link, ast.Call) else "[]")
        return node.id + str(chain)

    def is_apart(self, node, inner):
        """Whether what a suffix hangs on stands in brackets of its own."""
        return (node.lineno, node.col_offset) != (inner.lineno, inner.col_offset)

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

    # Expressions

    def resolve(self, name):
        if any(name in scope for scope in self.scopes):
            return [(name, "local")]
        if name in self.bound:
            return [(target, "imported") for target in sorted(self.bound[name])]
        return [(name, "local" if name in self.defined else "global")]

    def annotation(self, node, unread):
        self.unread = unread or "__future__.annotations" in self.bound.get("annotations", ())
        self.expression(node)
        self.unread = False

    def use(self, root, suffix, call, offset):
        roots = [("?", "expression")] if root is None else self.resolve(root)
        suffix = str(suffix)
        if not self.unread and not self.name_guarded and (root, "global") in roots:
            self.unbound.append({"text": root, "offset": offset})
        for name, origin in roots:
            self.uses.append(
                {"name": name + suffix, "origin": origin, "call": call, "owner": self.owner, "offset": offset})

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

    def chain(self, node):
        links = []
        while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
            links.append(node)
            inner = node.func if isinstance(node, ast.Call) else node.value
            apart = self.is_apart(node, inner)
            outer, node = node, inner
            if apart:
                break
        is_name = isinstance(node, ast.Name) and not (links and self.is_apart(links[-1], node))
        root = node.id if is_name else None
        offset = self.start(node if not links else links[-1])
        if not is_name:
            self.expression(node)
        suffix, is_open, arguments = Chain(), is_name, 0
        for link in reversed(links):
            if isinstance(link, ast.Attribute):
                suffix.append(f".{link.attr}")
                is_open = True
                continue
            if isinstance(link, ast.Call):
                self.use(root, suffix, self.arguments(link), offset)
                for argument in [*link.args, *(keyword.value for keyword in link.keywords)]:
                    self.expression(argument)
                suffix.append("()")
                arguments = len(link.args) + len(link.keywords)
            else:
                self.lookup(root, suffix, arguments, link, offset)
                if is_open:
                    self.use(root, suffix, None, offset)
                self.expression(link.slice)
                suffix.append("[]")
            is_open = False
        if is_open:
            self.use(root, suffix, None, offset)

    def lookup(self, root, suffix, arguments, link, offset):
        """An element of a namespace."""
        if suffix.left:
            return
        suffix = str(suffix)
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


def catches(handler, errors):
    names = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else set()
    if handler.type:
        names |= {node.attr for node in ast.walk(handler.type) if isinstance(node, ast.Attribute)}
    return not names or bool(names & errors)


def is_one_string(text):
    kinds = [token.type for token in tokens(text) if token.string]
    return kinds[1:] == [tokenize.STRING]


def tokens(text):
    try:
        return list(tokenize.tokenize(io.BytesIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return []


def uncommented(text):
    return b"\n".join(line.split(b"#")[0] for line in text.split(b"\n"))


def line_starts(text):
    starts, offset = [], 0
    for line in text.splitlines(keepends=True):
        starts.append(offset)
        offset += len(line)
    return [*starts, offset]


def disguised(text, starts):
    """Names with letters that Python reads as other ones."""
    found = []
    for token in tokens(text):
        if token.type == tokenize.NAME and unicodedata.normalize("NFKC", token.string) != token.string:
            line = token.line[: token.start[1]].encode("utf-8")
            found.append({"text": token.string, "offset": starts[token.start[0] - 1] + len(line)})
    return found


def main():
    source = json.loads(sys.stdin.buffer.read())["source"]
    sys.setrecursionlimit(20000)
    try:
        result = Facts(source).result()
    except SyntaxError as error:
        result = {"error": {"message": str(error.msg), "line": error.lineno or 1}}
    except (ValueError, RecursionError, MemoryError) as error:
        result = {"error": {"message": f"{type(error).__name__}: {error}", "line": 1}}
    sys.stdout.buffer.write(json.dumps(result).encode("utf-8"))


if __name__ == "__main__":
    main()
