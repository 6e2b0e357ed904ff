"""The part of a trial that watches a call: where it was computed, what fell back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from .properties import Properties

if TYPE_CHECKING:
    from devicelab.proof.observed import Observed

#: More than this share of the work on the CPU is no accident.
_LEAST_ON_CPU = 0.5


class Observing(Properties):
    """Watches calls; a device claim is then proved by what was seen."""

    def observe(
        self, function: Callable[..., Any], *args: Any, where: str = "", **kwargs: Any
    ) -> Observed:
        """Call the learner's function and watch: `value`, `ms`, `warnings`, `fallbacks`, `allocated`, `trace`.

        Arguments and errors are those of `call`. It costs about 20 µs for each operator.
        """
        from devicelab.proof.observed import observed

        with observed(self.device) as seen:
            seen.value = self.call(function, *args, where=where, **kwargs)
        return seen

    def ran_on_device(self, seen: Observed, name: str = "computed on the device") -> bool:
        """Expect the work of an observed call on the trial's device, not on the CPU and moved.

        On a machine without an accelerator there is nothing to tell apart, and it is noted
        as not tried.
        """
        here = self.device.type
        if here == "cpu":
            self.not_tried(name, "no_accelerator", "Not tried: this machine has no accelerator.")
            return True
        computed = seen.trace.computed
        on_cpu = computed["cpu"]
        bad = seen.trace.share_on("cpu") > _LEAST_ON_CPU or not computed[here]
        return self.expect(
            name,
            not bad,
            "computed_on_cpu",
            what=f"{on_cpu} of {sum(computed.values())} operations ran on the CPU.",
            why=f"A result that is moved to `{here}` at the end was not computed there: the device did nothing.",
            try_="Move the inputs first, and compute with what `.to(device)` gives back.",
        )

    def no_fallback(self, seen: Observed, name: str = "no operator fell back") -> bool:
        """Expect that no operator of an observed call ran on the CPU for want of a kernel."""
        ops = ", ".join(f"`{op}`" for op in list(seen.fallbacks)[:3])
        return self.expect(
            name,
            not seen.fallbacks,
            "fell_back",
            what=f"{sum(seen.fallbacks.values())} calls fell back to the CPU: {ops}.",
            why="PyTorch has no kernel for it on this device: the numbers go to the CPU and back each time.",
            try_="Use another operator, or compute this part once, outside the loop.",
        )

    def memory_rose(self, seen: Observed, least: int, name: str = "memory on the device") -> bool:
        """Expect the device's counter of live bytes to have grown by `least` in an observed call."""
        if seen.allocated is None:
            self.not_tried(name, "no_counter", "Not tried: nothing counts a CPU's tensors.")
            return True
        return self.expect(
            name,
            seen.allocated >= least,
            "no_memory_used",
            what=f"Live memory on `{self.device.type}` grew by {seen.allocated} bytes; the result alone takes {least}.",
            why="A tensor that is on a device takes memory there, whatever it says of itself.",
            try_="Return the tensor that was computed on the device.",
        )
