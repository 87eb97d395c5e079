"""The names of modules' members that a Python text uses."""

import ast


def of(text, package):
    """Full names: `torch.nn.Linear`; relative imports are those of a module in the package."""
    tree, names, found = ast.parse(text), {}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                names[name.asname or name.name.split(".")[0]] = name.name if name.asname else name.name.split(".")[0]
                found.add(name.name)
        elif isinstance(node, ast.ImportFrom) and (package or not node.level):
            base = package.split(".")
            base = base[: len(base) - node.level + 1] if node.level else []
            module = ".".join(base + ([node.module] if node.module else []))
            for name in node.names:
                names[name.asname or name.name] = f"{module}.{name.name}"
                found.add(f"{module}.{name.name}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found.add(chain(node, names))
        elif isinstance(node, ast.Call) and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
            if isinstance(node.func, ast.Name) and node.func.id == "getattr":
                base = chain(node.args[0], names)
                found.add(base and f"{base}.{node.args[1].value}")
    return {name for name in found if name and not name.startswith("__future__.")}


def chain(node, names):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id in names:
        return ".".join([names[node.id], *reversed(parts)])
    return None
