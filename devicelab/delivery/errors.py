"""The one error that delivery raises on purpose."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818  (it is an answer to the user, not a fault)
    """Something that can't be done; its text is one or two sentences for the user."""
