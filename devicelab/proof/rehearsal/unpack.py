"""A parcel opened on the other side: the answers, built from their source again."""

from __future__ import annotations

import importlib
import linecache
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from . import instances
from .definition import Source, compiled
from .values import Decoder


class CantArrive(Exception):  # noqa: N818 - it names what happened
    """Something of the parcel can't be had here, such as a module; the text is its name."""


def unpack(parcel: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Build the answers by name.

    Raises:
        CantArrive: a module or a name in one is missing here.
    """
    opening = _Opening(parcel)
    opening.fill()
    return {name: opening.value(found) for name, found in answers.items()}


def _space(number: int) -> dict[str, Any]:
    # A module, since a dataclass looks for the one that it was made in.
    name = f"__answer{number}__"
    module = sys.modules[name] = ModuleType(name)
    return vars(module)


class _Opening:
    def __init__(self, parcel: Mapping[str, Any]) -> None:
        self._objects = parcel["objects"]
        self._built: dict[int, Any] = {}
        self._shared = parcel["shared"]
        self._made: dict[int, Any] = {}
        self._under_way: set[int] = set()
        self._spaces = [_space(number) for number in range(len(parcel["spaces"]))]
        self._wanted = parcel["spaces"]
        self._decoder = Decoder(self._reference)

    def fill(self) -> None:
        for number, wanted in enumerate(self._wanted):
            for name in wanted:
                self._bind(number, name)

    def value(self, found: Any) -> Any:
        return self._decoder.decode(found)

    def _bind(self, space: int, name: str) -> None:
        if name not in self._spaces[space]:
            self._spaces[space][name] = self.value(self._wanted[space][name])

    def _reference(self, found: list[Any]) -> Any:
        kind, *rest = found
        if kind == "shared":
            return self._one_of_shared(rest[0])
        if kind == "object":
            return self._object(rest[0])
        try:
            value: Any = importlib.import_module(rest[0])
            for name in rest[1] if kind == "from" else ():
                value = getattr(value, name)
        except (ImportError, AttributeError) as error:
            raise CantArrive(rest[0]) from error
        return value

    def _one_of_shared(self, number: int) -> Any:
        if number not in self._made:
            kind, *rest = self._shared[number]
            if kind != "instance":
                self._made[number] = self.value(self._shared[number])
            else:
                # First empty: what it holds may hold it.
                self._made[number] = instances.empty(self.value(rest[0]))
                vars(self._made[number]).update(self.value(rest[1]))
        return self._made[number]

    def _object(self, number: int) -> Any:
        if number not in self._built:
            entry = self._objects[number]
            if number in self._under_way:  # a class that was made from an earlier one of its name
                raise CantArrive(entry["name"])
            self._under_way.add(number)
            for name in entry["now"]:
                self._bind(entry["space"], name)
            self._built[number] = self._run(entry, number)
        return self._built[number]

    def _run(self, entry: Mapping[str, Any], number: int) -> Any:
        found = Source(
            entry["text"], entry["name"], entry["line"], entry["future"], tuple(entry["free"])
        )
        filename = f"<answer {number}>"
        lines = ["\n"] * (found.line - 1) + found.text.splitlines(keepends=True)
        linecache.cache[filename] = (len(found.text), None, lines, filename)
        given = {n: self.value(v) for n, v in entry["given"].items()}
        code, space = compiled(found, filename), self._spaces[entry["space"]]
        if not found.name:
            made = eval(code, space)  # noqa: S307 - this process exists to run it
            return made(**given) if found.free else made
        scope: dict[str, Any] = {}
        exec(code, space, scope)  # noqa: S102 - see above
        return scope["__around__"](**given) if found.free else scope[found.name]
