"""An answer made ready to travel: its source, with the names it uses, found transitively.

Functions and classes go as source, modules and what stands in one by import, tensors and
plain data as data. What can't travel is named; that never counts against the learner.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Mapping
from types import FunctionType, ModuleType
from typing import Any

from . import instances, source
from .definition import NoSource, Source, compiled
from .names import used
from .values import Encoder, NotPlain, of_torch

# What these reach can't be seen in the text.
_ANY_NAME = frozenset(["globals", "locals", "vars", "eval", "exec", "get_ipython", "__import__"])
_HOMES = ("torch", "torch.nn.functional", "torch.nn", "math", "operator", "builtins", "functools")
_MOST = 400


class CantTravel(Exception):  # noqa: N818 - it names what happened
    """A name that an answer uses can't be taken to another process.

    Attributes:
        name: the learner's name.
        reason: what stands in the way, as a clause.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason


class Packer:
    """Collects what the answers need; `parcel` is plain JSON."""

    def __init__(self) -> None:
        self._objects: list[dict[str, Any]] = []
        self._known: dict[int, int] = {}
        self._spaces: list[dict[str, Any]] = []
        self._space_of: dict[int, int] = {}
        self._globals: list[Mapping[str, Any]] = []
        self._shared: list[Any] = []
        self._shared_as: dict[int, int] = {}
        self._alive: list[Any] = []  # what `id` is asked of must not go
        self._name = ""

    def answer(self, name: str, value: Any) -> list[Any]:
        """Pack one answer.

        Raises:
            CantTravel: it or something that it uses can't.
        """
        return self._value(name, value)

    def parcel(self) -> dict[str, Any]:
        """Give all that was packed."""
        return {"objects": self._objects, "spaces": self._spaces, "shared": self._shared}

    def knows(self, name: str) -> bool:
        """Say whether a name stands in the namespace of anything packed."""
        return any(name in space for space in self._globals)

    def _value(self, name: str, value: Any) -> list[Any]:
        before, self._name = self._name, name
        try:
            return Encoder(self._reference).encode(value)
        except (CantTravel, RecursionError):
            raise
        except NotPlain as error:
            raise CantTravel(
                name, f"such a value (`{error}`) has no form that could be sent"
            ) from error
        except Exception as error:
            # A stranger's object may raise whatever is asked of it.
            raise CantTravel(name, "it can't be looked at") from error
        finally:
            self._name = before

    def _reference(self, value: Any) -> list[Any] | None:
        if isinstance(value, ModuleType):
            return ["module", self._module(value)]
        once = self._once(value)
        if once is not None:
            return once
        home = _home(value)
        if home is not None:
            return ["from", *home]
        plain = source.unwrapped(value)
        if type(plain) is FunctionType or isinstance(value, type):
            return ["object", self._object(value, plain)]
        return self._instance(value)

    def _once(self, value: Any) -> list[Any] | None:
        """Pack a tensor once, however often it is used: tied weights stay tied."""
        if id(value) in self._shared_as:
            return ["shared", self._shared_as[id(value)]]
        tensor = of_torch(value)
        return self._share(value, tensor) if tensor and tensor[0] == "tensor" else tensor

    def _share(self, value: Any, encoded: list[Any] | None) -> list[Any]:
        number = self._shared_as[id(value)] = len(self._shared)
        self._alive.append(value)
        self._shared.append(encoded)
        return ["shared", number]

    def _instance(self, value: Any) -> list[Any] | None:
        state = instances.state_of(value, _is_own)
        if state is None:
            return None
        found = self._share(value, None)  # under way: it may hold itself
        kind = self._value(self._name, type(value))
        self._shared[found[1]] = ["instance", kind, self._value(self._name, state)]
        return found

    def _module(self, module: ModuleType) -> str:
        name = vars(module).get("__name__")
        if type(name) is str and sys.modules.get(name) is module and name != "__main__":
            return name
        raise CantTravel(self._name, "this module was not imported by a name")

    def _object(self, value: Any, plain: Any) -> int:
        known = self._known.get(id(value))
        if known is not None:
            return known
        if len(self._objects) >= _MOST:
            raise CantTravel(self._name, f"more than {_MOST} definitions belong to it")
        number = self._known[id(value)] = len(self._objects)
        self._alive.append(value)
        entry: dict[str, Any] = {}
        self._objects.append(entry)
        # What a decorator handed on unchanged, or put inside its own, goes without it.
        found = self._source(plain, decorated=plain is not value)
        around = plain.__globals__ if type(plain) is FunctionType else _globals_of(plain)
        entry.update(text=found.text, name=found.name, line=found.line, future=found.future)
        entry.update(free=list(found.free), space=self._space(around))
        entry["given"] = self._given(found, plain, value)
        entry["now"] = self._names(found, around, entry["space"])
        return number

    def _source(self, plain: Any, decorated: bool) -> Source:
        try:
            if type(plain) is FunctionType:
                return source.of_function(plain, decorated)
            return source.of_class(plain)
        except NoSource as error:
            raise CantTravel(self._name, "its source can't be found") from error

    def _given(self, found: Source, plain: Any, value: Any) -> dict[str, list[Any]]:
        cells = dict(zip(found.free, getattr(plain, "__closure__", None) or ()))
        given = {}
        for name in found.given:
            try:
                inside = cells[name].cell_contents
            except ValueError:
                raise CantTravel(name, "it had no value yet") from None
            given[name] = self._value(name, inside)
        return given

    def _names(self, found: Source, around: Mapping[str, Any], space: int) -> list[str]:
        now, later = used(compiled(found))
        for name in sorted(later):
            if name in _ANY_NAME and name not in around:
                raise CantTravel(name, "what it reaches can't be seen in the text")
            if name.startswith("__"):  # a namespace has its own
                continue
            if name in around and name not in self._spaces[space]:
                self._spaces[space][name] = None  # under way: it may use itself
                self._spaces[space][name] = self._value(name, around[name])
        return sorted(n for n in now if n in self._spaces[space])

    def _space(self, around: Mapping[str, Any]) -> int:
        number = self._space_of.get(id(around))
        if number is None:
            number = self._space_of[id(around)] = len(self._spaces)
            self._spaces.append({})
            self._globals.append(around)
        return number


def _globals_of(kind: type) -> Mapping[str, Any]:
    for function in source.own_functions(kind):
        return function.__globals__
    return vars(sys.modules.get(kind.__module__, builtins))


def _home(value: Any) -> tuple[str, list[str]] | None:
    """Find `(module, path)` by which a value can be imported; None for what a learner made."""
    module = getattr(value, "__module__", None)
    path = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if type(path) is not str or not callable(value):
        return None
    if module == "__main__":
        return None
    named = [module] if type(module) is str else []
    for home in (*named, *_HOMES):
        for way in (path.split("."), path.split(".")[-1:]):
            if _reached(home, way) is value:
                return home, way
    return None


def _is_own(kind: type) -> bool:
    return _home(kind) is None and "__slots__" not in vars(kind)


def _reached(home: str, way: list[str]) -> Any:
    found: Any = builtins if home == "builtins" else sys.modules.get(home)
    for name in way:
        found = getattr(found, name, None)
    return found
