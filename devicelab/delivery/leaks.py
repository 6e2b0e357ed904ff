"""A last look at what goes before a learner: does anything of a solution or a test stand in it?

Four kinds are looked for: a line of a right answer; a line of an exercise's hidden tests; a name
that only these define; a number that only these hold to five digits or more. What the starter
shows is no secret.
"""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from devicelab.delivery.bank import Entry

# A shorter line ("return x", "else:") says nothing of whose it is; a test's are more alike.
_TELLING_LENGTH = 16
_TELLING_TEST = 36
_TELLING_NAME = 8
_TELLING_DIGITS = 5
# A module's helpers may be imported; its exercises, and what their length has pushed beside them, not.
_BANK = re.compile(
    r"devicelab\.course\.m\d+(?:\.| import [^\n]*\b)[qp]\d|^\s*cp\.solution\(", re.MULTILINE
)
# A call without arguments stands in every training loop: optimizer.step()
_BARE_CALL = re.compile(r"[\w.]+\(\)")
# An entry of a table ("kind": kind,) is no test: a test calls, compares or computes.
_DOES = re.compile(r"\w\(|[<>=!]=| [-+*/%=] ")
_NAME = re.compile(r"[A-Za-z_]\w*")
_NUMBER = re.compile(r"(?<![\w.])\d+\.\d+(?:e[+-]?\d+)?")


@dataclass(frozen=True)
class Secrets:
    """What must not be seen of one exercise: squeezed lines, names and numbers."""

    answers: frozenset[str]
    tests: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]


def refuse_leaks(name: str, made: dict[str, Any], bank: Mapping[str, Entry]) -> None:
    """Look through a notebook's sources, outputs and metadata.

    Raises:
        Refused: Something of a solution or a test stands in it.
    """
    for found in leaks("\n".join(strings(made)), bank):
        raise Refused(f"{name}: {found}.")


def leaks(text: str, bank: Mapping[str, Entry]) -> Iterator[str]:
    """Yield what of the bank stands in a text, a phrase each."""
    seen, given = _Seen(text), _handed_out(bank)
    if _BANK.search(text):
        yield "the bank itself is called or imported"
    for item, entry in bank.items():
        secrets = secrets_of(entry)
        answers = {s for s in secrets.answers if s in seen.squeezed and s not in given}
        yield from _named(answers, f"a line of the solution of {item}")
        tests = {s for s in secrets.tests & seen.lines if s not in given}
        yield from _named(tests, f"a line of the tests of {item}")
        yield from _named(secrets.names & seen.names, f"a name of the tests of {item}")
        yield from _named(secrets.numbers & seen.numbers, f"a value that {item} expects")


def _handed_out(bank: Mapping[str, Entry]) -> str:
    """Return what all starters show, squeezed: it is nobody's secret."""
    return _squeezed("\n".join(entry.starter for entry in bank.values()))


def _named(found: Iterable[str], what: str) -> Iterator[str]:
    yield from (f"{what} is in it ({one[:60]})" for one in sorted(found))


class _Seen:
    """A text in the forms in which secrets are looked for, blind to spaces."""

    def __init__(self, text: str) -> None:
        self.squeezed = _squeezed(text)
        self.lines = {_squeezed(line) for line in text.split("\n")}
        self.names = set(_NAME.findall(text))
        self.numbers = set(_NUMBER.findall(text))


def strings(data: Any) -> Iterator[str]:
    """Yield every text in a piece of JSON, a list of lines as one text."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from strings(value)
    elif isinstance(data, list):
        if data and all(isinstance(part, str) for part in data):
            yield "".join(data)
        else:
            for part in data:
                yield from strings(part)
    elif isinstance(data, float):
        yield repr(data)


def text_of(name: str, data: bytes) -> str:
    """Return all text of a file that a learner gets; a notebook's is taken out of its JSON."""
    text = data.decode("utf-8", "replace")
    if not name.endswith((".ipynb", ".json")):
        return text
    return "\n".join(strings(json.loads(text)))


@cache
def secrets_of(entry: Entry) -> Secrets:
    """Work out what must not be seen of an exercise."""
    given = {_squeezed(line) for line in entry.starter.split("\n")}
    told = set(_NAME.findall(entry.starter)) | set(entry.needs)
    own = f"{entry.starter}\n{entry.title}"
    return Secrets(
        answers=frozenset(_lines(entry.solutions, _TELLING_LENGTH, _squeezed(entry.starter))),
        tests=frozenset(_test_lines(entry.hidden) - given),
        names=frozenset(_names((*entry.solutions, *entry.hidden)) - told),
        numbers=frozenset(_numbers((*entry.solutions, *entry.hidden)) - set(_NUMBER.findall(own))),
    )


def _lines(sources: Iterable[str], length: int, given: str = "") -> set[str]:
    lines = (line.strip() for source in sources for line in source.splitlines())
    squeezed = (_squeezed(line) for line in lines if _tells(line, length))
    return {line for line in squeezed if not given or line not in given}


def _test_lines(sources: Iterable[str]) -> set[str]:
    doing = ("\n".join(filter(_DOES.search, source.splitlines())) for source in sources)
    return _lines(doing, _TELLING_TEST)


def _tells(code: str, length: int) -> bool:
    said = code.startswith(("#", "import ", "from ", '"""')) or _BARE_CALL.fullmatch(code)
    return len(code) >= length and not said


def _names(sources: Iterable[str]) -> set[str]:
    """Return the functions and classes that sources define at their top, if their names tell."""
    found = {
        node.name
        for source in sources
        for node in _tree(source).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }
    return {name for name in found if len(name) >= _TELLING_NAME and "_" in name.strip("_")}


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:  # an author's slip, which the bank's own proof tells
        return ast.Module(body=[], type_ignores=[])


def _numbers(sources: Iterable[str]) -> set[str]:
    """Return the decimals that sources write out to five digits or more, strings not looked into."""
    found: set[str] = set()
    for source in sources:
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
        except (tokenize.TokenError, SyntaxError):
            continue
        found |= {token.string for token in tokens if token.type == tokenize.NUMBER}
    return {text for text in found if "." in text and _digits(text) >= _TELLING_DIGITS}


def _digits(number: str) -> int:
    return len(number.lower().split("e")[0].replace(".", "").strip("0"))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
