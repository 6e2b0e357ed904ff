"""Looks at a card as JupyterLab's sanitiser would."""

from __future__ import annotations

import re
from html.parser import HTMLParser

ALLOWED = {
    "div": {"style"},
    "span": {"style"},
    "code": set(),
    "pre": {"style"},
    "img": {"alt", "src", "width"},
}
# What JupyterLab's sanitiser leaves of a colour: a variable only with a named fallback.
COLOUR = re.compile(r"var\(--jp-[a-z0-9-]+, [a-z]+\)")


class Look(HTMLParser):
    """Refuses what a sanitiser would drop."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED
        assert set(dict(attrs)) <= ALLOWED[tag]
        style = dict(attrs).get("style") or ""
        for name, value in (d.split(":", 1) for d in style.split(";") if d):
            if "color" in name:
                assert COLOUR.fullmatch(value), value
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def look(html):
    """The text of a card; raises where it holds what would be dropped."""
    parser = Look()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser.text
