"""An answer as one text that can be run again: its source, and the names of the learner's it uses.

What belongs to an answer is found as for the journey to another process
(`devicelab.proof.rehearsal.pack`). Here it has to become text that a person can read, so
what is too large or has no text is named in a comment and left out.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from types import FunctionType
from typing import Any

from devicelab.proof.rehearsal.pack import CantTravel, Packer
from devicelab.proof.rehearsal.source import unwrapped
from devicelab.proof.rehearsal.values import Decoder, Encoder, NotPlain

from .blame import is_library
from .safely import is_a, one_line, type_name

_MOST_NUMBERS = 512
_LONGEST = 20_000
_PLAIN = (list, tuple, set, frozenset, dict, str, bytes)
_ANNOTATIONS = 0x1000000  # the compile flag of `from __future__ import annotations`


def text(item: str, values: Mapping[str, Any]) -> str | None:
    """Give the text of an answer; None where not even one of its names has a text.

    Args:
        item: the exercise's id.
        values: what the learner defined, by the names that the exercise needs.
    """
    try:
        return _Text(item, values).written()
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - a stranger's objects may do anything; the check goes on
        return None


class _Gatherer(Packer):
    """Packs names one by one: what can't be written as text is named, and stops nothing."""

    def _value(self, name: str, value: Any) -> list[Any]:
        before, self._name = self._name, name
        try:
            return _Small(self._reference).encode(value)
        except CantTravel as error:
            return ["unkept", one_line(error.reason, 120)]
        except KeyboardInterrupt:
            raise
        except BaseException:  # noqa: BLE001 - a stranger's object may raise anything
            return ["unkept", f"a value of type {type_name(value)}"]
        finally:
            self._name = before

    def _reference(self, value: Any) -> list[Any] | None:
        # What stands in a file of the learner's goes as text too: the file may change.
        plain = unwrapped(value)
        if type(plain) is FunctionType and not is_library(plain.__code__.co_filename):
            return ["object", self._object(value, plain)]
        return super()._reference(value)

    def _once(self, value: Any) -> list[Any] | None:  # noqa: ARG002 - see `Packer`
        """Write a tensor out wherever it is used."""
        return None

    def _instance(self, value: Any) -> list[Any] | None:  # noqa: ARG002 - see `Packer`
        """Write no object out that was ready-made."""
        return None


class _Small(Encoder):
    """Leaves large arrays alone: writing them out would take longer than the check."""

    def encode(self, value: Any, depth: int = 0) -> list[Any]:
        count, most = _count(value)
        if count > most:
            return ["unkept", f"a {type_name(value)} of {count:,} elements"]
        return super().encode(value, depth)


def _count(value: Any) -> tuple[int, int]:
    """Count what a value holds, and say how much of that would still be written."""
    kind = type_name(value)
    if type(value) in _PLAIN:
        return len(value), _LONGEST
    if kind in ("Tensor", "Parameter") and hasattr(value, "numel"):
        return int(value.numel()), _MOST_NUMBERS
    return (int(getattr(value, "size", 0)) if kind == "ndarray" else 0), _MOST_NUMBERS


class _Text:
    def __init__(self, item: str, values: Mapping[str, Any]) -> None:
        gatherer = _Gatherer()
        self._item = item
        self._answers = {n: gatherer.answer(n, v) for n, v in values.items()}
        parcel = gatherer.parcel()
        self._objects, self._spaces = parcel["objects"], parcel["spaces"]
        self._names: dict[int, str] = {}  # how an object is called once it is written
        self._bound: dict[str, list[Any]] = {}
        self._head: set[str] = set()
        self._parts: list[str] = []

    def written(self) -> str | None:
        """Write everything in an order in which it can be run; the answers come last."""
        for space in self._spaces:
            for name, found in space.items():
                if not name.startswith("__"):  # a class body asks for `__name__`
                    self._bind(name, found)
        for name, found in self._answers.items():
            self._bind(name, found)
        if all(found[0] == "unkept" for found in self._answers.values()):
            return None
        title = f"# {self._item}: the answer that was checked, with the names that it uses"
        head = sorted(self._head, key=lambda line: ("__future__" not in line, line))
        return "\n".join([title, *head, "", *self._parts]).rstrip() + "\n"

    def _bind(self, name: str, found: list[Any]) -> None:
        if self._bound.get(name) == found:
            return
        if name in self._bound:
            self._parts.append(
                f"# `{name}` has another meaning elsewhere in this answer, left out\n"
            )
            return
        self._bound[name] = found
        line = self._imported(name, found)
        if line:
            self._head.add(line)
            return
        try:
            written = self._expression(found)
        except (NotPlain, KeyError, ValueError) as error:
            self._parts.append(f"# {name}: not kept ({one_line(str(error.args[0]), 120)})\n")
            return
        if written != name:
            self._parts.append(f"{name} = {written}\n")

    def _imported(self, name: str, found: list[Any]) -> str | None:
        if found[0] == "module":
            return f"import {found[1]}" if found[1] == name else f"import {found[1]} as {name}"
        if found[0] == "from" and len(found[2]) == 1 and found[1] != "builtins":
            own = "" if found[2][0] == name else f" as {name}"
            return f"from {found[1]} import {found[2][0]}{own}"
        return None

    def _expression(self, found: list[Any]) -> str:
        kind = found[0]
        if kind == "unkept":
            raise NotPlain(found[1])
        if kind == "object":
            return self._object(found[1])
        if kind in ("module", "from"):
            self._head.add(f"import {found[1]}")
            return ".".join([found[1], *(found[2] if kind == "from" else ())])
        if kind in _BRACKETS:
            return self._sequence(kind, found[1])
        if kind == "dict":
            pairs = (f"{self._expression(k)}: {self._expression(v)}" for k, v in found[1])
            return f"{{{', '.join(pairs)}}}"
        return self._capped(_literal(found, self._head))

    def _sequence(self, kind: str, items: list[list[Any]]) -> str:
        inside = ", ".join(map(self._expression, items))
        opening, closing = _BRACKETS[kind]
        if kind == "tuple" and len(items) == 1:
            inside += ","
        if kind == "set" and not items:
            return "set()"
        return self._capped(f"{opening}{inside}{closing}")

    def _capped(self, written: str) -> str:
        if len(written) > _LONGEST:
            raise NotPlain(f"{len(written):,} characters of data")
        return written

    def _object(self, number: int) -> str:
        if number in self._names:
            return self._names[number]
        entry = self._objects[number]
        if "now" not in entry:
            raise NotPlain("its source can't be found")
        if entry["future"] & _ANNOTATIONS:
            self._head.add("from __future__ import annotations")
        space = self._spaces[entry["space"]]
        for name in entry["now"]:
            if space.get(name) is not None and not name.startswith("__"):
                self._bind(name, space[name])
        self._names[number] = entry["name"] or f"function_{number}"
        self._parts.append(self._definition(entry, self._names[number]))
        self._bound.setdefault(self._names[number], ["object", number])
        return self._names[number]

    def _definition(self, entry: Mapping[str, Any], name: str) -> str:
        given = {n: self._expression(v) for n, v in entry["given"].items()}
        taken, handed = ", ".join(given), ", ".join(given.values())
        if not entry["name"]:
            made = f"(lambda {taken}: {entry['text']})({handed})" if given else entry["text"]
            return f"{name} = {made}\n"
        source = textwrap.dedent(entry["text"]).rstrip()
        if not given:
            return f"{source}\n\n"
        inner = textwrap.indent(f"{source}\nreturn {name}", "    ")
        return f"def around_{name}({taken}):\n{inner}\n\n\n{name} = around_{name}({handed})\n"


_BRACKETS = {"list": "[]", "tuple": "()", "set": "{}", "frozenset": ("frozenset([", "])")}


def _literal(found: list[Any], head: set[str]) -> str:
    value = Decoder(_refused).decode(found)
    if is_a(value, float):
        return repr(value) if math.isfinite(value) else f'float("{value}")'
    if found[0] in ("tensor", "numpy"):
        return _array(found, value, head)
    if found[0] in ("dtype", "device", "size"):
        head.add("import torch")
        return {"dtype": str(value), "device": f"torch.{value!r}", "size": repr(value)}[
            found[0]
        ].replace("torch.torch.", "torch.")
    return repr(value)


def _array(found: list[Any], value: Any, head: set[str]) -> str:
    library = "torch" if found[0] == "tensor" else "numpy"
    head.add(f"import {library}")
    head.add("from math import inf, nan")
    if found[0] == "numpy":
        return f'numpy.array({value.tolist()!r}, dtype="{value.dtype}"){"[()]" if found[2] else ""}'
    made = f"torch.tensor({value.detach().tolist()!r}, dtype={value.dtype})"
    if type_name(value) == "Parameter":
        return f"torch.nn.Parameter({made}, {value.requires_grad})"
    return f"{made}.requires_grad_()" if value.requires_grad else made


def _refused(found: list[Any]) -> Any:
    raise NotPlain(str(found[0]))
