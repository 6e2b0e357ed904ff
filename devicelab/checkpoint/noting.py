"""What the parts of a trial need of it: a device, and a book to write in."""

from __future__ import annotations

from typing import Any, Callable


class Noting:
    """The face of a trial that its parts see; `Trial` has the bodies."""

    seen: dict[str, Any]

    def call(self, function: Callable[..., Any], *args: Any, where: str = "", **kwargs: Any) -> Any:
        """Call the learner's function."""
        raise NotImplementedError

    @property
    def device(self) -> Any:
        """The trial's device."""
        raise NotImplementedError

    def expect(
        self, name: str, ok: bool, message_id: str, *, what: str, why: str, try_: str
    ) -> bool:
        """Note whether one thing holds."""
        raise NotImplementedError

    def not_tried(self, name: str, message_id: str, sentence: str) -> None:
        """Note what could not be tried."""
        raise NotImplementedError
