"""m1.p1: what the learner expects of the accelerator, before anything was measured."""

from __future__ import annotations

from devicelab.checkpoint import Number, Prediction

prediction = Prediction(
    id="m1.p1",
    title="How many times faster",
    asks=(
        Number(
            "step",
            "One training step: how many times faster is your accelerator than your CPU? Without an accelerator: all CPU threads than one?",
            unit="times",
            high=1000,
        ),
        Number(
            "small",
            "A product of two 32×32 matrices: how many times faster? Below 1 is slower.",
            unit="times",
            high=1000,
        ),
    ),
    then="Now run the next cell; what it measures is set beside your guess.",
)
