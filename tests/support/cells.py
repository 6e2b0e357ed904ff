"""Cells of a notebook without a kernel: each its own text, all in one namespace."""

from __future__ import annotations

import ast
import linecache
from itertools import count
from types import ModuleType

_numbers = count()


class Cells:
    def __init__(self):
        self.module = ModuleType("__main__")
        self.names = vars(self.module)
        self._file = ""

    def run(self, source):
        """Run a cell."""
        self._file = f"<cell {next(_numbers)}>"
        self.retype(source)
        exec(compile(source, self._file, "exec", dont_inherit=True), self.names)

    def run_apart(self, source):
        """Run a cell as IPython does: each statement is compiled for itself."""
        self._file = f"<cell {next(_numbers)}>"
        self.retype(source)
        for statement in ast.parse(source).body:
            exec(compile(ast.Module([statement], []), self._file, "exec"), self.names)

    def retype(self, source):
        """Change the text of the last cell without running it."""
        lines = source.splitlines(keepends=True)
        linecache.cache[self._file] = (len(source), None, lines, self._file)

    def __getitem__(self, name):
        return self.names[name]
