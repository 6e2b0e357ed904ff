"""What runs in kernels runs on Python 3.9 too: its syntax, and what its library had then."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "devicelab"
FOLDERS = (
    "agent",
    "checkpoint",
    "course",
    "diagnosis",
    "measure",
    "proof",
    "simulator",
    "trust",
)
FILES = [
    PACKAGE / "__init__.py",
    *(f for n in FOLDERS for f in sorted((PACKAGE / n).rglob("*.py"))),
]
KINDS = {"str", "int", "float", "bool", "bytes", "dict", "list", "tuple", "set", "type", "Any"}
LATER_NAMES = {
    "collections.abc": {"Buffer"},
    "contextlib": {"aclosing", "chdir"},
    "dataclasses": {"KW_ONLY"},
    "enum": {"StrEnum"},
    "inspect": {"get_annotations"},
    "itertools": {"batched", "pairwise"},
    "types": {"EllipsisType", "NoneType", "NotImplementedType", "UnionType"},
    "typing": {"Concatenate", "LiteralString", "Never", "ParamSpec", "Self", "TypeAlias", "TypeGuard", "Unpack", "assert_never", "override", "reveal_type"},
}  # fmt: skip
LATER_KEYWORDS = {"zip": {"strict"}, "dataclass": {"kw_only", "slots"}, "field": {"kw_only"}}
LATER_MODULES = {"tomllib"}


def faults(source):
    """What of a file is newer than Python 3.9, a line each."""
    try:
        tree = ast.parse(source, feature_version=(3, 9))
    except SyntaxError as error:
        return [f"{error.lineno}: {error.msg}"]
    skipped = {id(n) for n in _annotations(tree)} | {id(n) for n in _for_types_only(tree)}
    return [
        f"{n.lineno}: {said}" for n in ast.walk(tree) if id(n) not in skipped for said in _said(n)
    ]


def _annotations(tree):
    late = any(isinstance(n, ast.ImportFrom) and n.module == "__future__" for n in tree.body)
    for node in ast.walk(tree) if late else ():
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if part is not None:
                yield from ast.walk(part)


def _for_types_only(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            for statement in node.body:
                yield from ast.walk(statement)


def _said(node):
    if _is_union(node):
        yield "a union of types at run time"
    if isinstance(node, ast.ImportFrom):
        later = LATER_NAMES.get(node.module or "", set()) & {a.name for a in node.names}
        yield from (f"{node.module}.{name}" for name in sorted(later))
    if isinstance(node, ast.Import):
        yield from (a.name for a in node.names if a.name in LATER_MODULES)
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        later = LATER_KEYWORDS.get(name, set()) & {k.arg for k in node.keywords}
        yield from (f"{name}({keyword}=)" for keyword in sorted(later))


def _is_union(node):
    joined = isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)
    return joined and any(_is_kind(side) for side in (node.left, node.right))


def _is_kind(node):
    if isinstance(node, ast.Subscript):
        return _is_kind(node.value)
    none = isinstance(node, ast.Constant) and node.value is None
    return none or (isinstance(node, ast.Name) and node.id in KINDS)


def test_these_are_the_files():
    assert len(FILES) > 100


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_nothing_is_newer(file):
    assert faults(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "match x:\n    case 1: pass",
        "try: pass\nexcept* ValueError: pass",
        "def f(x: int | None): pass",
        "from __future__ import annotations\nKind = dict[str, int] | None",
        "import tomllib",
        "from itertools import pairwise",
        "from typing import Self",
        "zip(a, b, strict=True)",
        "from dataclasses import dataclass\n@dataclass(slots=True)\nclass A: pass",
    ],
)
def test_what_is_newer_is_found(source):
    assert len(faults(source)) == 1


def test_what_is_never_run_is_left_alone():
    assert (
        faults("from __future__ import annotations\ndef f(x: int | None) -> str | None: pass") == []
    )
    assert faults("if TYPE_CHECKING:\n    from typing import Self") == []
