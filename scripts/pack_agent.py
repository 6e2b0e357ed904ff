"""Packs `devicelab/agent/` into one Python expression that a kernel can be asked for.

Prints `{"protocol": N, "expression": TEXT}`. Evaluating TEXT installs the agent
as `_devicelab_agent`, or finds the one that is there, and gives its report. It
leaves no name behind. Comments, docstrings and annotations are left out.
"""

from __future__ import annotations

import ast
import base64
import json
import re
import zlib
from pathlib import Path

AGENT = Path(__file__).parents[1] / "devicelab" / "agent"
MAX_BYTES = 25_000

LOADER = """
def install(text):
    import sys, types
    name = "_devicelab_agent"
    package = types.ModuleType(name)
    package.__path__ = []
    package.__package__ = name
    package.PROGRAM = text
    sys.modules[name] = package
    modules = {"": package}
    for part, source in PARTS:
        module = modules.setdefault(part, types.ModuleType(name + "." + part))
        module.__package__ = name
        sys.modules[name + "." + part if part else name] = module
        exec(compile(source, "<devicelab agent: " + (part or "init") + ">", "exec"), module.__dict__)
        if part:
            setattr(package, part, module)
    return modules

def load(protocol, text):
    import sys
    name = "_devicelab_agent"
    there = sys.modules.get(name)
    if there is not None and getattr(there, "PROTOCOL", None) == protocol:
        return there.start()
    if there is not None:
        there.stop()
    for key in [key for key in sys.modules if key.startswith(name + ".")]:
        del sys.modules[key]
    return install(text)[""].start()
"""
# The program is packed: a page sends it to each kernel that it meets.
EXPRESSION = (
    "(lambda m, t: (exec(t, m.__dict__), m.load({protocol}, t))[1])"
    "(__import__('types').ModuleType('_devicelab_loader'), "
    "__import__('zlib').decompress(__import__('base64').b85decode('{packed}')).decode())"
)


class Lean(ast.NodeTransformer):
    """Takes away what a kernel has no use for: docstrings and annotations."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Without docstring, without types."""
        node.returns = None
        for argument in node.args.args:
            argument.annotation = None
        return self._without_docstring(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """Without docstring."""
        return self._without_docstring(node)

    def visit_Module(self, node: ast.Module) -> ast.AST:
        """Without docstring."""
        return self._without_docstring(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        """As a plain assignment."""
        if node.value is None:
            return None
        return ast.copy_location(ast.Assign(targets=[node.target], value=node.value), node)

    def _without_docstring(self, node: ast.FunctionDef | ast.ClassDef | ast.Module) -> ast.AST:
        self.generic_visit(node)
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return node


def lean(source: str) -> str:
    """`source` without comments, docstrings and annotations, indented by one space."""
    plain = ast.unparse(ast.fix_missing_locations(Lean().visit(ast.parse(source))))
    # Unparsed texts never run over a line's end, so leading spaces are indentation.
    return re.sub(r"^ +", lambda found: " " * (len(found[0]) // 4), plain, flags=re.MULTILINE)


def imports(source: str) -> set[str]:
    """Names of the agent's own modules that `source` imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found |= {node.module} if node.module else {alias.name for alias in node.names}
    return found


def in_order(sources: dict[str, str]) -> list[str]:
    """Module names, each behind those that it imports; the package itself last."""
    ordered: list[str] = []

    def place(name: str, above: tuple[str, ...] = ()) -> None:
        if name in above:
            raise SystemExit(f"devicelab/agent: {' and '.join(above)} import each other")
        for needed in sorted(imports(sources[name])):
            place(needed, (*above, name))
        if name not in ordered:
            ordered.append(name)

    for name in sorted(sources):
        place(name)
    return ordered


def pack() -> dict[str, object]:
    """The agent as `{"protocol": …, "expression": …}`."""
    sources = {("" if p.stem == "__init__" else p.stem): p.read_text() for p in AGENT.glob("*.py")}
    parts = [(name, lean(sources[name])) for name in in_order(sources)]
    protocol = next(
        node.value.value
        for node in ast.parse(sources["report"]).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and any(isinstance(t, ast.Name) and t.id == "PROTOCOL" for t in node.targets)
    )
    program = f"{LOADER}\nPARTS = {parts!r}\n"
    packed = base64.b85encode(zlib.compress(program.encode(), 9)).decode()
    expression = EXPRESSION.format(protocol=protocol, packed=packed)
    size = len(expression.encode("ascii"))
    if size > MAX_BYTES:
        raise SystemExit(f"the packed agent has {size} bytes, more than {MAX_BYTES}")
    return {"protocol": protocol, "expression": expression}


if __name__ == "__main__":
    print(json.dumps(pack()))
