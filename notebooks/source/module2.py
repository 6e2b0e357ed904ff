# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#     notebook_metadata_filter: devicelab
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   devicelab:
#     module: m2
# ---

# %% [markdown]
# # One code, three devices
#
# **Module 2 of 7.** About 90 minutes: 60 for the core, 30 for what is marked *further*. 6 exercises and a prediction.
#
# **You should know** functions, dictionaries and the five lines of a training step. This notebook opens alone.
#
# **You will be able to**
#
# - say why MPS is not available on a machine,
# - find the tensor that stayed behind,
# - port a script that was written for CUDA,
# - keep float64 away from a device that has none,
# - (further) see which operations fall back to the CPU, and start every device from the same random numbers.
#
# Each number is *yours* (measured here), *published* (with its source) or *specified*. This text has not been tried on a Mac yet. What a Mac says is from PyTorch's binaries and source, or from a simulated Mac, and marked so.

# %%
from devicelab import cp

# %% [markdown]
# ## One program
#
# A PyTorch program names a device in a few places. Name it once, pass it on, and the same program runs on a CPU, on an NVIDIA GPU and on a Mac.
#
# The device is picked by the function of exercise m1.q1; here it is module 1's own.
#
# No Mac? Run `import devicelab` and `devicelab.simulate("M2 Air 16 GB")` in a new cell above the next one, and your CPU answers as that Mac until `devicelab.simulate(None)`. Its numbers are a model, and every verdict is labelled *simulated*.
#
# **Which device am I on?** The next cell says so. Every "your device" in this notebook is that one.

# %%
import torch
from torch import nn

from devicelab.course import pictures
from devicelab.course.after import after
from devicelab.course.m2 import given, recall
from devicelab.course.ref import pick_device

device = pick_device()
print("PyTorch", torch.__version__)
print("Which device am I on?", device)
pictures.devices(device.type)

# %% [markdown]
# ## What does a Mac refuse?
#
# A Mac's GPU is a device like any other, with one thing missing. Before you learn which, look at these four lines. `x` is a float32 tensor on `mps`. Which of them raise an error there?
#
# `np.float64(3.14)` is what NumPy gives you when you take one number out of an array.
#
# **Predict.** Write `True` or `False` in place of each `...`. A guess costs nothing, and is not graded: having guessed before you see is what counts.

# %% exercise="m2.p1"

# %% [markdown]
# The next cell runs all four on a Mac: yours, if this is one, or else on a simulated Mac. That is a CPU which answers with the errors that a Mac's PyTorch has; it is switched on for these lines only. Without NumPy, its line is printed and not run.

# %%
lines = {
    "tensor": 'torch.tensor(3.14, device="mps")',
    "product": "x * 3.14",
    "numpy": 'torch.tensor(np.float64(3.14), device="mps")',
    "double": "x.double()",
}
try:
    import numpy as np
except ImportError:
    np = None

seen = []
with given.a_mac() as mac:
    x = torch.ones(3, device="mps")
    for name, line in lines.items():
        if np is None and name == "numpy":
            print(line, "not run: there is no NumPy here")
            seen.append((name, line, None))
            continue
        try:
            print(line, "→", eval(line))
            seen.append((name, line, False))
        except TypeError as error:
            print(line, "→ TypeError:", error)
            seen.append((name, line, True))
pictures.refusals(seen, cp.prediction("m2.p1"), mac)

# %% [markdown]
# **float64 is what is missing**, and complex128 with it, which is two of them. A Python number is not the trouble: `3.14` takes the dtype of the tensor beside it. A NumPy number brings its own dtype, and that is float64.
#
# The sentence stands in PyTorch's macOS wheels, 2.4 to 2.14 [S1].
#
# ## Two questions from module 1
#
# On fresh values each time you run the cell. Not graded.

# %%
recall.ask()

# %%
recall.compare(steps=..., copies=...)

# %% [markdown]
# ## Why is there no MPS?
#
# `torch.backends.mps.is_available()` says only `False`. There are six reasons, each with its remedy. Ask in this order, and stop at the first row that applies:
#
# | | question | answer | what helps |
# |---|---|---|---|
# | 1 | Is MPS available? | `ok` | nothing is wrong |
# | 2 | Is the system not macOS (`Darwin`)? | `not_macos` | CUDA, XPU or the CPU; in a container on a Mac: run outside it |
# | 3 | Is this Python translated by Rosetta? | `rosetta` | a Python for arm64 |
# | 4 | Is the CPU an Intel one (`x86_64`)? | `intel_mac` | another Mac: PyTorch's wheels for Intel Macs ended with 2.2 [S3] |
# | 5 | Was this PyTorch built without MPS? | `cpu_only_wheel` | the wheel from PyPI |
# | 6 | Is macOS older than this PyTorch needs (its *floor*)? | `old_macos` | a newer macOS, or an older PyTorch |
# | 7 | None of these. | `no_device` | no Metal device is found: a virtual Mac, for example |
#
# A device is there if it takes a tensor. Try:

# %%
with torch.autocast("mps"):
    print("torch.autocast('mps') says nothing, whether there is an mps or not")
try:
    print(torch.ones(1, device="mps"))
except Exception as error:
    print(f"{type(error).__name__}: {str(error).split('. ')[0]}")

# %% [markdown]
# ### The floor moves
#
# | PyTorch | oldest macOS with MPS |
# |---|---|
# | 2.4, 2.5 | 12.3 |
# | 2.6 to 2.8 | 13.0 |
# | 2.9 to 2.14 | 14.0 |
# | 2.15 | 15.0 |
#
# These are sentences in PyTorch's macOS wheels [S1]. Apple's page for 2.11 asks for Apple silicon, macOS 14.0 and Python 3.10 [S2]. Older pages still say 12.3.
#
# A version is numbers with dots between them, and is compared number by number: 26.10 would come after 26.4.
#
# ### Exercise m2.q1. Why no MPS?
#
# About 10 minutes. Write `why(built, available, system, machine, translated, macos, floor)`. It returns one of the seven answers of the table, for the machine that the arguments describe:
#
# - `built`, `available`, `translated`: `True` or `False`,
# - `system`: such as `"Darwin"` or `"Linux"`; `machine`: such as `"arm64"` or `"x86_64"`,
# - `macos`, `floor`: versions as text, such as `"26.0"` or `"14.4.1"`. `macos` is `""` where there is none.

# %% exercise="m2.q1"

# %% [markdown]
# ### Your own machine
#
# The same question about the machine in front of you, answered by your function:

# %%
mine = given.this_machine()
print(*(f"{name}: {value!r}" for name, value in mine.items()), sep="\n")

ladder = {
    "ok": "Is MPS available?",
    "not_macos": "Is it another system than macOS?",
    "rosetta": "Is Python translated by Rosetta?",
    "intel_mac": "Is the CPU an Intel one?",
    "cpu_only_wheel": "Was PyTorch built without MPS?",
    "old_macos": "Is macOS below the floor?",
    "no_device": "None of these.",
}


def draw():
    """Mark the row at which your function stops for this machine."""
    return pictures.reasons(ladder, why(**mine))


after("m2.q1", draw)

# %% [markdown]
# ## Where is everything?
#
# `model.to(device)` moves what the model has at that moment. A training step uses tensors of five owners: the model's **parameters** and its **buffers** (tensors that belong to it and are not trained, such as the running mean of BatchNorm), the parameters' **gradients**, the **optimizer's state**, and the **batch**.
#
# The cell below trains one step, and then adds a layer to a model that was moved already. Which owner ends up in two places?
#
# On a machine with a CPU only, a second device is needed to see it. `meta` stands in: every PyTorch has it, and its tensors have a shape and no numbers.

# %%
other = "meta" if device.type == "cpu" else "cpu"
model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2)).to(device)
optimizer = torch.optim.Adam(model.parameters())
batch = {"x": torch.randn(8, 3, device=device), "name": "eight points"}

model(batch["x"]).sum().backward()
optimizer.step()
model.add_module("late", nn.Linear(2, 2, device=other))  # after .to(device)
pictures.owners(given.owners_of(model, optimizer, batch), device.type)

# %% [markdown]
# ### Exercise m2.q2. Where is everything?
#
# *Core.* About 15 minutes. Write `devices_of(model, optimizer, batch, ignore_step=True)`. It returns a set with the device types of all tensors of the five owners, such as `{"cpu"}` or `{"cpu", "mps"}`.
#
# - `batch` is a tensor, or a dictionary, list or tuple of such things, as deep as you like.
# - What is no tensor does not count: numbers, texts, `None`.
# - A gradient may be `None`; a model may have nothing at all: then the answer is `set()`.
# - `optimizer.state` gives a dictionary for each parameter. With `ignore_step=True`, leave out its entry `"step"`: Adam keeps that counter on the CPU by design, unless it is fused or capturable [S4].

# %% exercise="m2.q2"


# %%
def look():
    """Ask about the model above, before and after it is moved once more."""
    print("The model with its late layer:", devices_of(model, optimizer, batch))
    model.late = nn.Linear(2, 2)
    model.to(device)
    print("After model.to(device):", devices_of(model, optimizer, batch))


after("m2.q2", look)

# %% [markdown]
# ## A script from a CUDA machine
#
# Most training scripts you find were written on a machine with an NVIDIA GPU. They say `cuda` where they mean "the device". The one below has six such habits, on eight lines:
#
# - `.cuda()`, three times,
# - `torch.cuda.amp.autocast()` and
# - `torch.cuda.amp.GradScaler()`, mixed precision for CUDA only, and deprecated [S5],
# - `pin_memory=True`, which speeds up copies to CUDA and makes PyTorch warn on a Mac [S6],
# - `torch.cuda.synchronize()`,
# - `torch.load` of a file whose tensors lay on `cuda:0`: it puts them back there unless you tell it where to [S7].
#
# Three of the calls you can try without a training. Where does your machine stop?

# %%
habits = {
    "torch.ones(1).cuda()": lambda: torch.ones(1).cuda(),
    "torch.cuda.synchronize()": lambda: torch.cuda.synchronize(),
    "torch.load(…)": lambda: torch.load(given.filters_from_a_gpu()),
}
for line, run in habits.items():
    try:
        run()
        print(line, "→ runs here")
    except Exception as error:
        print(line, f"→ {type(error).__name__}:", str(error).split(". ")[0])

# %% [markdown]
# The script also has two errors that a CUDA machine shows as well: a mask is made on the CPU, and a tensor is a plain attribute of the module, so that `.to` does not move it.
#
# ### Exercise m2.q3. Port the CUDA script
#
# *Core.* About 25 minutes. Change the script so that `train(device)` trains on any device and returns `(model, losses)`:
#
# - without a call that names CUDA, without a warning about CUDA, without a fallback,
# - with the model, its gradients and the work on `device`,
# - with the same data, epochs, model and learning rate. Mixed precision may go.
#
# `device` can be a text or a `torch.device`. Work as you would at home: run the cell under *Run it*, read the first error, mend that line, and so on. The check trains on a Mac (simulated where there is none) and on your device; that takes a few seconds.

# %% exercise="m2.q3"

# %% [markdown]
# ### Run it
#
# This trains on the CPU, on your device, and on a Mac: if yours is none, on a simulated one, for this cell only. It shows where each stops. Some errors show on one device only, so mend until all run. Then the picture shows whether they learn alike. On a real GPU the lines are close and not equal: the mask is drawn from the device's own random numbers.


# %%
def everywhere():
    """Run your train() on each device; its losses, where it did not stop."""
    curves = given.attempt(train, "cpu", str(device))
    if device.type != "mps":
        with given.a_mac() as mac:
            print(f"mps is {mac}:")
            curves.update(given.attempt(train, "mps"))
    return curves


try:
    curves = everywhere()
except NameError as error:
    curves = print(f"{error}: run the cell with your script first.")
pictures.losses(curves) if curves else print("No losses to draw yet.")

# %% [markdown]
# ## Where does float64 come from?
#
# Nobody asks for float64, and it comes all the same: `torch.from_numpy` keeps NumPy's own dtype, which is float64 unless you chose another; `x.double()` and `dtype=float` ask for it; a list of NumPy numbers brings it along. See for yourself; which of these is none?

# %%
made = {
    "torch.tensor([3.14])": torch.tensor([3.14]),
    "torch.ones(1).double()": torch.ones(1).double(),
    "torch.ones(1, dtype=float)": torch.ones(1, dtype=float),
}
if np is not None:
    made["torch.from_numpy(np.ones(1))"] = torch.from_numpy(np.ones(1))
    made["torch.tensor([np.float64(3.14)])"] = torch.tensor([np.float64(3.14)])
for line, tensor in made.items():
    print(line, "→", tensor.dtype)

# %% [markdown]
# On the CPU and on CUDA that only costs twice the memory. On `mps` it stops the program. It turns up in many issue trackers, such as those of Segment Anything and DeepForest [S8].
#
# So cast before you move, or in the same call. Integers stay: `cross_entropy` wants labels of int64.
#
# ### Exercise m2.q4. Keep float64 out
#
# *Core.* About 12 minutes. Write `to_device(batch, device)`. It returns the batch on `device`, whatever the device, with float64 as float32 and complex128 as complex64. All other dtypes stay.
#
# - A batch is a tensor, or a dictionary, list, tuple or named tuple of such things, as deep as you like. Each comes back as its own type.
# - What is no tensor comes back as it is.
# - The batch that you were given stays as it was.

# %% exercise="m2.q4"

# %% [markdown]
# ### A batch, before and after
#
# Your function moves a batch to your device. Which bars become shorter?

# %%
before = {
    "pixels": torch.ones(8, 3, dtype=torch.float64),
    "label": torch.zeros(8, dtype=torch.int64),
    "mask": torch.ones(8, dtype=torch.bool),
}


def draw():
    """Move the batch with your function, and draw what each tensor weighs."""
    return pictures.batch(before, to_device(before, device))


after("m2.q4", draw)

# %% [markdown]
# ## Further: what falls back?
#
# Some operations have no kernel for `mps`. Then PyTorch stops with `NotImplementedError`. If the variable `PYTORCH_ENABLE_MPS_FALLBACK` was `1` before `import torch`, it runs the operation on the CPU instead, with a warning [S9]. A few fall back even without the variable [S10].
#
# The warning comes **once in a process**, whatever the operation (`TORCH_WARN_ONCE` [S10]). A fallback in cell 3 hides one in cell 9. `torch.set_warn_always` makes all of them speak.
#
# Which operations they are changes with each release: `linalg.svd` became native in June 2026 [S11]. So no list is worth learning. Ask your PyTorch for `linalg.eig`, on a Mac if this is one, or else on a simulated one:

# %%
with given.a_mac() as mac:
    try:
        torch.linalg.eig(torch.eye(2, device="mps"))
        print(f"{mac}: it runs, natively or (with a warning above) on the CPU")
    except NotImplementedError as missing:
        print(f"{mac}: {missing}")

# %% [markdown]
# ### The two sentences
#
# A fallback is a `UserWarning`:
#
# > The operator 'aten::linalg_qr.out' is not currently supported on the MPS backend and will fall back to run on the CPU. This may have performance implications. (Triggered internally at …)
#
# A missing operation is a `NotImplementedError`:
#
# > The operator 'aten::linalg_eig' is not currently implemented for the MPS device. If you want this op to be considered …
#
# ### Exercise m2.q5. See a fallback
#
# *Further.* About 15 minutes. Write `report(fn)`. It runs `fn()` and returns `{"result": …, "fallbacks": […], "status": …}`.
#
# - `status`: `"native"`, `"fallback"` or `"unsupported"`; the last for a missing operation: then `result` is `None`.
# - `fallbacks`: the operations as named in the sentence, what follows the dot included, each once, in the order first seen. A missing one stands in it too.
# - Any other error passes through. Any other warning is issued again.
# - Afterwards `torch.is_warn_always_enabled()` is what it was before.

# %% exercise="m2.q5"

# %% [markdown]
# ### Ten operations
#
# Your function reports on ten operations, on your device and on a Mac. If this is no Mac, a simulated one answers. Its table is made of PyTorch's source for 2.6 and of what issues name since then: it is **not complete**, and no proof of what a real Mac does.

# %%
from devicelab.course.m2.operations import ten_operations


def statuses(place):
    """Return the status of ten operations on a device, by name."""
    return {name: report(run)["status"] for name, run in ten_operations(place).items()}


def draw():
    """Print what your device does, and draw what a Mac does."""
    for name, status in statuses(device).items():
        print(f"{device}  {name}: {status}")
    with given.a_mac() as mac:
        return pictures.operations(statuses("mps"), mac)


after("m2.q5", draw)

# %% [markdown]
# ## Further: the same random start
#
# `torch.manual_seed(0)` seeds the generators of all devices. It does not make them draw the same numbers: PyTorch promises none between CPU and GPU, even with equal seeds [S12].
#
# To compare two devices you need one start. Draw on the CPU, which every machine has, and move what was drawn.
#
# And leave the global generator alone: if your function seeds it, every dropout and every shuffle after it changes. A `torch.Generator()` of your own has a state of its own.
#
# ### Exercise m2.q6. Same seed, same start
#
# *Further.* About 10 minutes. Write `seeded_batch(seed, shape, device)`. It returns a float32 tensor of this shape on `device`, with numbers from N(0, 1).
#
# - The same seed gives the same numbers, on every device; another seed gives others.
# - The random state of the CPU and of the accelerator is afterwards what it was before.

# %% exercise="m2.q6"

# %% [markdown]
# ### On the diagonal or beside it
#
# Each point is one number of two calls. Blue: your function, on the CPU and on your device. Orange: the CPU's generator and your device's own, seeded alike. On a machine with a CPU only, the orange points lie on the diagonal as well, for there is one generator.

# %%
own = torch.Generator(device).manual_seed(7)
there = torch.randn(60, generator=own, device=device)
here = torch.randn(60, generator=torch.Generator("cpu").manual_seed(7))


def draw():
    """Draw your numbers on two devices, and those of the two generators."""
    first = seeded_batch(7, (60,), torch.device("cpu"))
    second = seeded_batch(7, (60,), device)
    yours = ("yours, on the CPU and on your device", first.tolist(), second.tolist())
    theirs = (f"the generators of cpu and {device.type}", here.tolist(), there.tolist())
    return pictures.draws(yours, theirs)


after("m2.q6", draw)

# %% [markdown]
# ## On a Mac you would see
#
# **From PyTorch's source, wheels and documentation; not measured by us.**
#
# - `why(…)` about your own machine gives `ok`.
# - The four lines of the prediction: the first two work, the last two raise the `TypeError` above.
# - In m2.q3 the loss falls as on the CPU. In the panel the line *tensors* rises on `mps`, and stays at 0 until then.
# - In m2.q5 a table of your own release, without the word *simulated*.
# - In m2.q6 two streams: orange beside the diagonal, blue on it.
# - In Activity Monitor, *Window → GPU History*, is reported to show a hill while `train` runs [S13].
#
# The first of these your function can show now, on a Mac or a simulated one:

# %%
def ask_a_mac():
    """Ask your function about a Mac."""
    with given.a_mac() as mac:
        print(f"{mac}: {why(**given.this_machine())}")


after("m2.q1", ask_a_mac)

# %% [markdown]
# ## What to keep
#
# 1. A device is there if it takes a tensor. Otherwise there are six reasons, in an order.
# 2. Five owners hold tensors: parameters, buffers, gradients, optimizer state, batch.
# 3. Write `device` once, pass it on, and create next to the data: `device=x.device`.
# 4. MPS has no float64 and no complex128. Cast before the move, or in it.
# 5. A fallback is announced once in a process, and each device draws its own random numbers.
#
# Your results so far:

# %%
cp.progress()

# %% [markdown]
# ### One sentence for yourself
#
# Which of your predictions was furthest off, and what changed your mind? Write it between the quotation marks; it is kept with your results and graded by nobody.

# %%
my_note = ""
if my_note:
    cp.note("m2", my_note)

# %% [markdown]
# ## Sources
#
# Read in 2026. *code* was read in PyTorch 2.13 or its wheels; *doc* is documentation, *issue* a thread of a project, *page* somebody's word. What nobody has repeated is marked *unverified*.
#
# - **S1** (code) strings of PyTorch's macOS wheels 2.4.1, 2.9.1, 2.13.0, 2.14.1 and 2.15.0
# - **S2** (doc) [Apple, Accelerated PyTorch training on Mac](https://developer.apple.com/metal/pytorch/)
# - **S3** (issue) [pytorch #114602](https://github.com/pytorch/pytorch/issues/114602)
# - **S4** (code) [torch/optim/adam.py](https://github.com/pytorch/pytorch/blob/v2.13.0/torch/optim/adam.py)
# - **S5** (doc) [PyTorch, torch.amp](https://docs.pytorch.org/docs/stable/amp.html)
# - **S6** (code) [torch/utils/data/dataloader.py](https://github.com/pytorch/pytorch/blob/v2.13.0/torch/utils/data/dataloader.py)
# - **S7** (doc) [PyTorch, torch.load](https://docs.pytorch.org/docs/stable/generated/torch.load.html)
# - **S8** (issue) [segment-anything #94](https://github.com/facebookresearch/segment-anything/issues/94), [DeepForest #656](https://github.com/weecology/DeepForest/issues/656)
# - **S9** (doc) [PyTorch, MPS environment variables](https://docs.pytorch.org/docs/stable/mps_environment_variables.html)
# - **S10** (code) [MPSFallback.mm](https://github.com/pytorch/pytorch/blob/v2.13.0/aten/src/ATen/mps/MPSFallback.mm)
# - **S11** (issue) [pytorch #185954](https://github.com/pytorch/pytorch/issues/185954)
# - **S12** (doc) [PyTorch, Reproducibility](https://docs.pytorch.org/docs/stable/notes/randomness.html)
# - **S13** (page, unverified) general report about macOS's Activity Monitor
#
# ## Next
#
# Module 3 measures: how long does it take, and how sure are you? It is planned and not here yet.
