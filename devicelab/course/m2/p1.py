"""m2.p1: which of four lines raise on MPS?"""

from __future__ import annotations

from devicelab.checkpoint import Prediction, YesNo

prediction = Prediction(
    id="m2.p1",
    title="What does MPS refuse?",
    asks=(
        YesNo("tensor", 'Does `torch.tensor(3.14, device="mps")` raise?'),
        YesNo("product", "`x` is float32, on mps. Does `x * 3.14` raise?"),
        YesNo("numpy", 'Does `torch.tensor(np.float64(3.14), device="mps")` raise?'),
        YesNo("double", "`x` is float32, on mps. Does `x.double()` raise?"),
    ),
    then="Now run the next cell: it tries all four.",
)
