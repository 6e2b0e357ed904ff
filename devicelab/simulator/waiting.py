"""Starts the simulation that `DEVICELAB_SIMULATE` names as soon as torch is imported."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from devicelab.simulator import simulate
from devicelab.simulator.profiles import find


class _Then(Loader):
    """Loads a module as its own loader does, then starts the simulation."""

    def __init__(self, loader: Loader, name: str) -> None:
        self._loader = loader
        self._name = name

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        spec = module.__spec__
        if spec is not None:
            spec.loader = self._loader
        module.__loader__ = self._loader
        self._loader.exec_module(module)
        _leave()
        simulate(self._name)


class _Finder(MetaPathFinder):
    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Answer for torch; also those who only ask whether it is there."""
        if fullname != "torch":
            return None
        sys.meta_path.remove(self)  # or it would be asked again
        try:
            spec = importlib.util.find_spec("torch")
        finally:
            sys.meta_path.insert(0, self)
        if spec is not None and spec.loader is not None:
            spec.loader = _Then(spec.loader, self._name)
        return spec


def _leave() -> None:
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _Finder)]


def wait(name: str) -> None:
    """Simulate `name` now if torch is there, or else when it is.

    Raises:
        UnknownProfileError: There is no such machine.
    """
    find(name)
    if "torch" in sys.modules:
        simulate(name)
    else:
        sys.meta_path.insert(0, _Finder(name))
