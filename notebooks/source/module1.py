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
#     module: m1
# ---

# %% [markdown]
# # PyTorch on Apple silicon, and on whatever you have
#
# **Module 1 of 7: why, and whether for your job.** About 60 minutes: *core* 35, *further* 25. One prediction, 7 exercises.
#
# **You should know** Python functions and dictionaries, and have read one PyTorch training loop.
#
# **You will be able to**
#
# - pick the device, here and on machines you have never seen,
# - say what unified memory saves, and what not,
# - estimate a training time, with an honest interval,
# - audit a speed-up claim,
# - choose where to train,
# - (further) name your chip's parts, and measure its FLOP/s and GB/s.
#
# Each number is *yours* (measured here), *published* (with its source, as in [S1]) or *specified*. Nothing was tried on a Mac: what is said of Macs comes from documentation, code and reports.

# %% [markdown]
# Run the cells in order. After a restart, run those above again first: *Run ▸ Run All Above Selected Cell*. `NameError` means just that.

# %%
from devicelab import cp

# %% [markdown]
# ## Sixty seconds first
#
# One training step of a small network, done in two ways on your machine: on the GPU and on the CPU. Without a GPU: on all CPU threads and on one.
#
# Before you see it, write down what you expect. Replace each `...` with a number, as in `step=3`. No guess is wrong; the gap between guess and measurement is what you learn from.

# %% exercise="m1.p1"

# %% [markdown]
# ### Run it
#
# The two ways take turns, fifteen times, so that a busy moment hits both. If the device panel is open (its tab is at the right edge), look at it while the cell runs.

# %%
import torch
from torch import nn

from devicelab.course import cifar, pictures
from devicelab.course.race import race


def new_step(device):
    """Return a function: one training step of a small network on `device`."""
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(3, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, stride=2),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    ).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    x, y = (
        tensor.to(device) for tensor in cifar.cifar_like(64)
    )  # made here, no download

    def step():
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return step


training = race(new_step)
print(training.sentence)
guess = cp.prediction("m1.p1") or {}
pictures.raced(training, "one training step", guess.get("step"))

# %% [markdown]
# ### What you just saw
#
# Each dot is one pair of steps: old time ÷ new time. The diamond is the ratio of the medians. Right of 1, the second way is faster.
#
# That ratio is a fact about *this* network, *this* batch, *this* machine, now. The rest of this module explains where it comes from, what it is worth for a whole training, and whether it is reason enough to train here.

# %% [markdown]
# ## Who should take this course
#
# You, if one of these is true:
#
# - You have a Mac with an M1 or later, and want to know what its GPU does for PyTorch.
# - You want to train on your own machine, without paying by the hour.
# - Your data must not leave this machine, or waiting for a remote one disturbs your work.

# %% [markdown]
# ## No Mac? Three routes
#
# Which of them you need depends on what is here. Ask PyTorch:

# %%
cp.doctor()

# %% [markdown]
# What each route gives, and what it costs you:
#
# | route | what you get | its true limits |
# |---|---|---|
# | **Google Colab**, free | a remote machine, often with an NVIDIA GPU (`cuda`) | Google publishes no quota: availability and limits vary, sessions end when idle and after some hours [S1]. You choose the GPU runtime yourself. Notebook and data go to Google. Nothing Mac-only can be seen there. |
# | **AWS, GCP, Azure** | the GPUs you rent | paid while it runs, also while you think. Account, quota request, set-up first. Your data goes there. Mac instances exist; we have tried none. |
# | **the CPU you have** | this notebook, all exercises | slower than a GPU, and slower still when busy. On Windows: in WSL, or in native Python, which is untested. |
#
# How much slower when busy? A two-core machine of ours took up to ten times as long. How far apart were your own steps, above?

# %%
if training.found:
    for name, timing in (
        (training.slow, training.found.a),
        (training.fast, training.found.b),
    ):
        spread = max(timing.seconds) / min(timing.seconds)
        print(f"{name}: slowest step ÷ fastest step = {spread:.1f}")
else:
    print(training.why)

# %% [markdown]
# The public page that this course began from says that Colab gives "~12 hours a month" [S2]. We found no source for that. Twelve hours is what is often quoted as the longest *session*.
#
# ### A simulated Mac
#
# Everything here can be passed on a CPU. Where a check needs a Mac, it tries your code on a *simulated* one, and the verdict says so.
#
# You can work on one, too. `devicelab.simulate("M2 Air 16 GB")` makes this kernel's CPU answer as that Mac, until `devicelab.simulate(None)` or a restart. Its numbers are a model, nothing is timed on it, and every verdict is labelled *simulated*. In a terminal, `devicelab simulate --list` names the machines, and `devicelab simulate --as "M2 Air 16 GB" train.py` runs a script on one.
#
# To go on as that Mac, write its name in place of `None`:

# %%
import devicelab
from devicelab.simulator import active

simulated_mac = None  # such as "M2 Air 16 GB"

try:
    if simulated_mac:
        devicelab.simulate(simulated_mac)
except (RuntimeError, ValueError) as refusal:
    print(refusal)
mac = active()
print("This kernel's machine:", f"{mac.name} (simulated)" if mac else "your own")

# %% [markdown]
# ## Why Apple silicon matters
#
# The page we began from says: CPU, GPU and Neural Engine on one chip, "eliminating data transfer bottlenecks", which makes local work "faster and more efficient than cloud alternatives" [S2]. Three claims, three answers:
#
# | claim | what is true |
# |---|---|
# | one chip, one memory | True. PyTorch uses its CPU and GPU. |
# | no transfers | Not for PyTorch: `.to("mps")` copies (see m1.q3). |
# | faster than the cloud | Not in general. In one public test a rented GPU and a Mac's differ by a factor of 13.8 [S11]. |
#
# What is left is real: nothing to rent, no queue, no upload, and a GPU that reaches most of the memory. Whether that wins, you decide with numbers in m1.q7.

# %% [markdown]
# ## Apple silicon architecture
#
# The public page draws "4 P-cores, 4 E-cores, 8 GPU cores, 8–24 GB" [S2]: one machine of many, a plain M1. Here is *yours*, from what your system and PyTorch report:

# %%
from devicelab.course import this_machine

pictures.machine(this_machine.card())

# %% [markdown]
# A chip of this family has *performance cores* (fast, for what must be done now), *efficiency cores* (less power, for what can wait), *GPU cores* (thousands of small sums at once), a *Neural Engine*, and memory that all of them share.
#
# In PyTorch, "cpu" means the P- and E-cores, and "mps" means the GPU. The Neural Engine is neither: it is reached through Core ML, for example by ExecuTorch [S3]. Chips from the M5 on have *neural accelerators* inside the GPU cores; those are part of the GPU. A variable for Metal's version hints at which versions of PyTorch use them [S17].
#
# In the further part (m1.q2) you fill such a card yourself. One number is not on it: how many threads does PyTorch use for one operation on the CPU? Set it beside the cores.

# %%
print("threads of PyTorch here:", torch.get_num_threads())

# %% [markdown]
# ## Metal Performance Shaders (MPS)
#
# `mps` is PyTorch's name for a Mac's GPU. Operations go to Apple's MPSGraph library [S4] or, more and more, to kernels that PyTorch's authors wrote in Metal [S16]. An operation that has neither raises an error, or runs on the CPU if you allowed that.
#
# `cuda` is an NVIDIA GPU (or an AMD one under ROCm). Which one should your code name? The best that is *there*. The trap is that "there" has two meanings:
#
# | question | call |
# |---|---|
# | Was this PyTorch *built* for it? | `torch.backends.mps.is_built()` |
# | Can I *use* one now? | `torch.backends.mps.is_available()`, `torch.cuda.is_available()` |
# | Can I use *any* accelerator now? (2.6 and later) | `torch.accelerator.is_available()` |
# | Which kind was this PyTorch built for? (2.6 and later) | `torch.accelerator.current_accelerator()`, or `None` |
#
# The last two are described in [S5]. Ask your own machine:

# %%
print("PyTorch", torch.__version__)
for name, backend in {
    "mps": torch.backends.mps,
    "cuda": torch.backends.cuda,
}.items():
    print(f"{name:4} built: {backend.is_built()}")
print("mps  usable:", torch.backends.mps.is_available())
print("cuda usable:", torch.cuda.is_available())

# %% [markdown]
# ### Exercise m1.q1. Pick the device
#
# *Core.* Code that you share runs on machines you have never seen. Write `pick_device()`, which takes nothing and returns a `torch.device`:
#
# - an accelerator, if one can be used on the machine it runs on,
# - otherwise the CPU.
#
# It must never raise, and it must return a `torch.device`, not a string.
#
# Run the cell with your function, then the check below it as often as you like. Stuck? Take the `#` away in the cell after that, one line at a time.
#
# The check calls it in five imagined worlds: no accelerator; a usable `cuda`; a usable `mps`; a PyTorch built for `mps` on a machine without one; a PyTorch built for `cuda` on a machine without one, as on a Colab runtime with CPU only. It compares the device's type. Last, it makes a tensor on your device, on your real machine.

# %% exercise="m1.q1"

# %% [markdown]
# ### Which device am I on?
#
# PyTorch never moves work by itself; you name the device. The cells below use yours.

# %%
import torch

from devicelab.course.after import after


def my_device():
    """Return what pick_device() gives, or the CPU until it gives a device."""
    found = after("m1.q1", lambda: pick_device())
    return found if isinstance(found, torch.device) else torch.device("cpu")


device = my_device()
print("Which device am I on?", device)

# %% [markdown]
# ## Is unified memory really one memory?
#
# Yes and no. A Mac with Apple silicon has one pool of DRAM, and both CPU and GPU work in it. So you might expect `x.to("mps")` to cost nothing.
#
# If `x` already has the device and the dtype you ask for, `x.to(…)` returns `x` itself. In every other case it returns a copy [S6]. CPU and `mps` are two devices, so the tensor is copied: one pool, two allocations.
#
# What unified memory does save is the trip over a bus: with a separate graphics card, the same line crosses PCI Express. A way to share the bytes exists in PyTorch 2.13 and later, but it is private and leaves all waiting to you [S7].
#
# Each tensor here takes 64 MiB, and the pauses let you watch the panel. Which of the two lines takes memory, on your device?

# %%
import time

import torch

from devicelab.course import pictures

big = torch.ones(16 * 2**20)
time.sleep(1.5)
moved = big.to(device)
time.sleep(1.5)
copied = big.to(device, copy=True)
time.sleep(1.5)
shown = pictures.storages({"big": big, "moved": moved, "copied": copied})
big[0] = 99
print(f"{device}: moved[0] is {moved[0]:g}, copied[0] is {copied[0]:g}")
del big, moved, copied
shown

# %% [markdown]
# One box is one storage. On the CPU `big` and `moved` share one, so `moved[0]` is 99. On a GPU `moved` has a box of its own, made before the 99 was written.
#
# ### Exercise m1.q3. Shared memory, still a copy
#
# *Core.* Write `makes_copy(x, *args, **kwargs)`. It returns `True` if the tensor `x.to(*args, **kwargs)` has memory of its own, and `False` if it uses the memory of `x`.
#
# - `x` has at least one element. It can be a slice, a view, a transposed tensor or an `nn.Parameter`.
# - Whatever `.to()` takes can be asked for: a device, a dtype, `copy=True`.
# - `x` holds the same values afterwards.
#
# The memory behind a tensor is its *storage*: `t.untyped_storage()`. Each device counts its addresses for itself, so equal addresses on two devices say nothing.
#
# Without an accelerator, the move to another device is tried on a simulated Mac, and your verdict says so.

# %% exercise="m1.q3"

# %% [markdown]
# ## Where does the speed come from?
#
# Three things bound the time of an operation: its arithmetic (FLOP), the bytes it must read and write, and how long it takes to *launch* it. On an M1 Pro, an operation on one single number took about 20 µs through MPSGraph and 0.9 µs on the CPU [S8]. So small work is faster on the CPU, on any chip.

# %% [markdown]
# ### The small product that you predicted
#
# A 32×32 product is 65,536 FLOP: next to nothing. The cell does a hundred. What did you expect?


# %%
def hundred_products(device):
    """Return a function: a hundred 32×32 products on `device`, waited for."""
    a = torch.randn(32, 32, device=device)

    def work():
        for _ in range(100):
            b = a @ a
        return b[0, 0].item()

    return work


small = race(hundred_products)
print(small.sentence)
pictures.raced(small, "a 32×32 product", guess.get("small"))

# %% [markdown]
# ### The roofline
#
# For large work the *roofline* says which of the other two limits you. Left of the *ridge*, memory is the limit; right of it, arithmetic.
#
# ### Exercise m1.q4. Your roofline
#
# *Further.* Write `roofline(bench, device)`. `bench(fn)` is given: it runs `fn()` and returns the seconds that one call takes.
#
# - `gflops[n]`: GFLOP/s (10⁹) of the product of two n×n float32 matrices, for each `n` in `SIZES`. Count 2n³ FLOP.
# - `gbs[mib]`: GB/s (10⁹) of a copy from one tensor into another, for each `mib` in `MIB` (2²⁰ bytes). A copy reads and writes.
# - `ridge`: the best FLOP/s divided by the bytes/s of the *largest* copy. Small copies stay in the cache.
#
# Make all tensors on `device`. The check hands you a `bench` of a machine whose speeds we know.

# %% exercise="m1.q4"

# %% [markdown]
# ### Your own roofline
#
# This cell measures for real, about ten seconds a device. The small dots are your products: at 64 they are far below the roof, because there the launch is the limit.

# %%
from devicelab.course.after import after
from devicelab.course.race import two_ways
from devicelab.measure import bench


def seconds(fn):
    """Return the seconds of one call: warmed up, waited for, median."""
    return bench(fn, warmup=1, repeats=3, budget=0.2).median


def draw():
    """Measure the roofline of both ways, and draw them."""
    found = {
        way.name: way.run(lambda: roofline(seconds, way.device))
        for way in two_ways()
    }
    return pictures.rooflines(found)


after("m1.q4", draw)

# %% [markdown]
# ## Key benefits
#
# What does training here cost, and who sees your data? Fill in what you know; `None` is an answer too. Prices belong to a date.
#
# | | on this machine | rented |
# |---|---|---|
# | machine | owned already, or its price ÷ its years | in the hourly price |
# | energy | watts × hours × your tariff | in the hourly price |
# | waiting to start | none | queue, set-up, upload |
# | who can see the data | who can see this machine | the provider, too |
#
# "Private" has edges. Colab and Drive are remote. Editors and notebooks may send telemetry. And this course writes a *receipt* for each check, which stays on this machine until you hand it in. The next cell shows one whole, so you know what it says about you.

# %%
my_watts = None  # while it trains: a plug meter, or the label of the power adapter
my_tariff = None  # per kWh, from your bill
rented_per_hour = None  # of a GPU that you would rent
rented_on = None  # the date of that price
hours = 10

if my_watts and my_tariff:
    print(
        f"{hours} hours here: {my_watts / 1000 * hours * my_tariff:.2f} for energy"
    )
else:
    print("Energy here: not filled in.")
if rented_per_hour and rented_on:
    print(
        f"{hours} hours rented: {rented_per_hour * hours:.2f} (price of {rented_on})"
    )
else:
    print("Rented: not filled in.")

# %%
import json

from devicelab.checkpoint import receipts

kept = receipts.read()[0]
print(
    json.dumps(kept[-1], indent=1)
    if kept
    else "No receipt yet: check an exercise, then come back."
)

# %% [markdown]
# ## Performance comparison
#
# The page we began from says: ResNet-50 on CIFAR-10, an M1 MacBook Pro, 2 hours on the CPU become 20 minutes on MPS [S2]. It names no batch size, no dtype, no number of epochs, no PyTorch version. And "ResNet-50 on CIFAR-10" is not one workload:
#
# | first layer ("stem") | parameters, 10 classes | forward pass of one picture |
# |---|---|---|
# | ImageNet's: 7×7, stride 2, pooling | 23,528,522 | 0.167 GFLOP |
# | CIFAR's: 3×3, no pooling | 23,520,842 | 2.596 GFLOP |
#
# The second needs 15.6 times the arithmetic of the first. We counted both with PyTorch's own FLOP counter, at 2 FLOP for a multiply-add; m1.q5 has you count the parameters. So the claim can't be repeated. It can be replaced by yours.
#
# Below: the ImageNet stem, 64 pictures a step, ten seconds a device.

# %%
from devicelab.course.resnet import resnet50, training_step
from devicelab.course.race import two_ways
from devicelab.course.step_times import step_times
from devicelab.measure import TimingRefusedError

x, y, where = cifar.pictures(64)
print("Pictures:", where)


def resnet_steps(way):
    """Return the seconds of single training steps of ResNet-50, one way."""
    torch.manual_seed(0)
    model = resnet50(stem="imagenet").to(way.device)
    step = training_step(model, x.to(way.device), y.to(way.device))
    return way.run(lambda: step_times(step, seconds=10))


my_times = {}
try:
    my_times = {way.name: resnet_steps(way) for way in two_ways()}
except TimingRefusedError as refusal:
    print(refusal)
for name, times in my_times.items():
    print(
        f"{name}: first step {times[0]:.2f} s, then",
        ", ".join(f"{t:.2f}" for t in times[1:9]),
    )

# %% [markdown]
# ### Exercise m1.q5. ResNet-50, honestly
#
# *Core.* Look at your times first. The first step is not like the others, and now and then something else got in the way.
#
# Write two functions:
#
# - `count_parameters(net)`: how many numbers training changes in `net`.
# - `epoch_estimate(times, batch, n=50_000)`: three numbers `(low, mid, high)`, in minutes, for an *undisturbed* epoch of `n` pictures. Leave the first step out. `mid` comes from the median of the others; `low` and `high` from `bootstrap_median(values)`, which gives a 95 % interval for their median. The last batch of an epoch may be smaller, and is a step too.
#
# The *bootstrap* draws from your steps again and again, with replacement, and looks how much the median moves.

# %% exercise="m1.q5"

# %% [markdown]
# ### Your epoch, with its interval
#
# Bars are your `mid`, thick lines your interval. The orange marks use the mean instead: they answer "how long with today's disturbances?". The dashed line is what six times faster would be.

# %%
from math import ceil
from statistics import mean

from devicelab.course.after import after
from devicelab.measure import too_noisy


epochs = {}


def draw():
    """Estimate an epoch for each way, beside the mean and the claim."""
    if not my_times:
        return print(
            "Nothing was timed above, so there is nothing to estimate."
        )
    epochs.update(
        {name: epoch_estimate(times, 64) for name, times in my_times.items()}
    )
    today = {
        name: mean(times[1:]) * ceil(50_000 / 64) / 60
        for name, times in my_times.items()
    }
    print(f"Parameters: {count_parameters(resnet50()):,}")
    for name, (low, mid, high) in epochs.items():
        print(
            f"{name}: 2 hours are {120 / mid:.3g} epochs"
            f" ({120 / high:.3g} to {120 / low:.3g})"
        )
    noisy = any(too_noisy(times[1:]) for times in my_times.values())
    return pictures.epochs(
        epochs, today, 6, "noisy: your steps are spread widely" if noisy else ""
    )


after("m1.q5", draw)

# %% [markdown]
# ### Does a speed-up compound?
#
# "This speedup compounds over training", says the page [S2]. A ratio of two times is the same after one epoch and after a hundred. You save more minutes, because there are more minutes. The 6 stays a 6.
#
# And it shrinks. A training run is not one thing: pictures are decoded, batches are built, Python runs between steps. The GPU speeds up its own share; the rest takes as long as before.
#
# Half of a job becomes 8 times faster. How many times faster is the whole? Write a guess in place of `None`, then run.

# %%
my_guess = None

minutes = 30 + 30 / 8  # of an hour: half as before, half 8 times faster
print(f"An hour becomes {minutes:g} minutes, {60 / minutes:.2f} times faster.")
print("Your guess:", my_guess)

# %% [markdown]
# ### Exercise m1.q6. Audit the claim
#
# *Further.* *Speed-up* means old time ÷ new time. Write two functions:
#
# - `overall(speedup, fraction)`: a part of the job, the share `fraction` of its old time, becomes `speedup` times faster. How many times faster is the whole?
# - `required_fraction(overall, speedup)`: which share must become `speedup` times faster for the whole to be `overall` times faster?
#
# A share is a number from 0 to 1. `overall` raises `ValueError` for any other, such as a percentage. `speedup` can be below 1.

# %% [markdown]
# ### m1.q6, the small print
#
# Some claims no share can meet: `required_fraction` raises `ValueError` if the share would lie outside 0…1. A billionth outside is rounding; let it through. `speedup` is never 1 there.
#
# Test yourself with the half above: 1.78, not 4.5.

# %% exercise="m1.q6"

# %% [markdown]
# ### The claim, drawn by your functions
#
# Suppose the GPU does its own part 8 times faster. How much of the two hours must that part be, so that 20 minutes remain? Guess a share, then run.

# %%
from devicelab.course import pictures
from devicelab.course.after import after


def draw():
    """Draw the whole over the share, with the claim and your own ratio."""
    needed = required_fraction(6, 8)
    print(
        f"6 times overall, with a part made 8 times faster: {needed:.1%} of the time."
    )
    mine = (training.name, training.ratio) if training.ratio else None
    return pictures.amdahl(overall, 8, (6, needed), mine)


after("m1.q6", draw)

# %% [markdown]
# Read the curve from the right. The claim needs almost all of the two hours on the GPU; a slow data loader can break it.

# %% [markdown]
# ## When to use MPS
#
# When the job fits the GPU's budget, its numbers are float32 or smaller, its arithmetic is large enough to pay for the launches, and a ratio you measured says so.
#
# Not on MPS: float64 (it raises), several GPUs (no distributed backend [S10]), CUDA-only kernels.
#
# Sometimes another tool serves better. **MLX** is Apple's array library, made for shared memory; your PyTorch code does not run on it. **llama.cpp** runs language models in reduced precision: for using them, not for training your own. **Core ML** ships a finished model in an app, and reaches the Neural Engine; it is not for training.
#
# The budget is not the RAM. `torch.mps.recommended_max_memory()` tells it; a report says 37.44 GiB of 48 GB [S9]. Yours:

# %%
from devicelab.course import this_machine

machine = this_machine.card()
for key in ("ram_gib", "budget_gib"):
    size = machine[key]
    print(f"{key}: {'none, or not reported' if size is None else f'{size:.2f}'}")

# %% [markdown]
# ## When to use cloud GPUs
#
# When the job does not fit, needs what this machine lacks, or would be late, and the data may leave. As rules; the first that applies decides:
#
# 1. It needs CUDA-only code and the accelerator is not `"cuda"`, or it needs several GPUs and there are fewer than 2: *away*.
# 2. There is an accelerator, the peak memory is at most its budget, and it is not float64 on `"mps"`: *here, the accelerator*.
# 3. Otherwise, the peak memory is at most the RAM: *here, the CPU*.
# 4. Otherwise: *away*.
#
# *Here* holds if the hours of that device are at most the deadline, or if the job is private; otherwise it is `"cloud"`. *Away* is `"nowhere"` if the job is private, else `"cloud"`.
#
# The next cell describes a job on a Mac. Decide by hand where it belongs.

# %%
from devicelab.course.m1 import by_hand

by_hand.compare("")  # accelerator, cpu, cloud or nowhere

# %% [markdown]
# ### Exercise m1.q7. Where to train
#
# *Core.* Write `recommend(job)` by these rules. It returns `"accelerator"`, `"cpu"`, `"cloud"` or `"nowhere"`. `job` is a dictionary:
#
# | key | meaning |
# |---|---|
# | `peak_gib`, `budget_gib`, `ram_gib` | memory needed; the accelerator's budget (`None` without one); RAM |
# | `hours_cpu`, `hours_accelerator`, `deadline_h` | hours on each (`None` without an accelerator), and until when |
# | `private`, `needs_float64`, `needs_cuda_only`, `multi_gpu` | truth values |
# | `accelerator`, `gpus` | `None`, `"mps"` or `"cuda"`; how many there are |

# %% exercise="m1.q7"

# %% [markdown]
# ### Your own job
#
# Change the first lines to a job of yours. Hours come from your ResNet-50 above where it was timed; memory and budget are what this machine reports.

# %%
import torch

from devicelab.course import pictures, this_machine
from devicelab.course.after import after
from devicelab.course.race import two_ways

my_epochs, my_peak_gib, my_deadline_h, my_data_is_private = 30, 2.0, 12.0, False

machine = this_machine.card()
fast = two_ways()[1].device.type
accelerator = fast if fast != "cpu" else None


def minutes_on(name):
    """Return the minutes of an epoch: yours, or ten where none was estimated."""
    found = {way: estimate[1] for way, estimate in epochs.items()}
    on_cpu = min(
        (m for way, m in found.items() if way != accelerator), default=10.0
    )
    return found.get(accelerator, on_cpu) if name == "accelerator" else on_cpu


def draw():
    """Describe the job, and let recommend() decide."""
    job = {
        "peak_gib": my_peak_gib,
        "budget_gib": machine["budget_gib"] if accelerator else None,
        "ram_gib": machine["ram_gib"],
        "hours_cpu": my_epochs * minutes_on("cpu") / 60,
        "hours_accelerator": my_epochs * minutes_on("accelerator") / 60
        if accelerator
        else None,
        "deadline_h": my_deadline_h,
        "private": my_data_is_private,
        "needs_float64": False,
        "needs_cuda_only": False,
        "accelerator": accelerator,
        "gpus": torch.cuda.device_count()
        if accelerator == "cuda"
        else int(bool(accelerator)),
        "multi_gpu": False,
    }
    place = recommend(job)
    print(f"{my_epochs} epochs of ResNet-50 with these numbers: {place}")
    return pictures.places(job, place)


after("m1.q7", draw)

# %% [markdown]
# ## On a Mac you would see
#
# **Published, not measured by us.** GPU (`mps`) against the CPU of the same Mac:
#
# | what | Mac | times as fast | source |
# |---|---|---|---|
# | one epoch, SimCLR with ResNet-18, CIFAR-10 | M1 Pro, 14 GPU cores | 8.8 | [S11] |
# | train and evaluate, Accelerate's image example, 38:20 → 5:04 min | M1, 8 + 2 cores, 14 GPU cores | 7.6 | [S12] |
# | one step of a small GPT | M1 Max | 2.1 | [S13] |
# | 1000×10 by 10×50 matrix product, 10,000 times | M1 | 1.0 | [S14] |
#
# So 6 is possible, and so is nothing at all. It depends on the job. Where among them is the ratio of your opening step?

# %%
ratios = {"SimCLR, M1 Pro": 8.8, "image example, M1": 7.6}
ratios.update({"small GPT, M1 Max": 2.1, "small product, M1": 1.0})
if training.ratio:
    ratios[f"yours, {training.name}"] = training.ratio
for what in sorted(ratios, key=ratios.get, reverse=True):
    print(f"{ratios[what]:6.1f}  {what}")

# %% [markdown]
# Against other GPUs: in [S11] an NVIDIA A6000 was 13.8 times as fast as that M1 Pro. In [S15], ResNet-50 on 32×32 pictures took 112, 110, 111 and 111 s an epoch on an M1 Pro, M3, M3 Pro and M3 Max, and 8.5 s on a TITAN RTX. Four such different GPUs can't tie: that test measured its data loader.

# %% [markdown]
# ### The same notebook there
#
# By the documentation: `pick_device()` gives `mps`, and `moved` above has a box of its own. The card would look like this one, which is drawn from a table of published figures. It is *simulated*; this is not your machine.

# %%
from devicelab.simulator import PROFILES

air = next(profile for profile in PROFILES if profile.name == "M2 Air 16 GB")
pictures.machine(
    {
        "chip": air.device_name,
        "cores": [
            ("performance", air.performance),
            ("efficiency", air.efficiency),
        ],
        "ram_gib": air.memory_gib,
        "gpu": "mps",
        "gpu_cores": air.gpu_cores,
        "budget_gib": air.recommended / 2**30,
    }
)

# %% [markdown]
# ## Further: your chip's parts
#
# ### Exercise m1.q2. Your chip's card
#
# *Further.* Fill `card` for the machine that this kernel runs on. `sysctl(name)` is given; it answers on macOS only. On Linux look into `/proc/cpuinfo` and `/proc/meminfo`, or use `psutil` if it is there. Ask `torch` for the last three.
#
# - Where this machine cannot tell, the value is `None`. A card without a GPU has three of them.
# - `ram_gib` and `budget_gib` are in GiB: 2³⁰ bytes.
# - `cores` is a list of pairs, one for each kind of core.
# - In a container, the host's memory and the container's limit are both right.
#
# Useful on a Mac: `machdep.cpu.brand_string`, `hw.perflevel0.name`, `hw.perflevel0.physicalcpu` (and `perflevel1`), `hw.memsize`.

# %% exercise="m1.q2"

# %% [markdown]
# ## What to keep
#
# 1. PyTorch uses the CPU until you name another device. *Built* is about the PyTorch you installed; *available* is about the machine.
# 2. Unified memory is one pool, two allocations: `.to("mps")` copies.
# 3. Small work waits for launches, large work for memory or arithmetic. A GPU helps only with the last two.
# 4. A time without batch, dtype, versions and spread can't be repeated. A median with an interval can.
# 5. A speed-up of a part is worth as much as the part's share of the time, and it does not grow with the length of the job.
#
# One sentence for yourself, kept beside your results and graded by nobody: which prediction was furthest off, and what number changed your mind? Write it between the quotation marks.

# %%
my_note = ""
if my_note:
    cp.note("m1", my_note)
else:
    print("No note yet.")

# %%
cp.progress()

# %% [markdown]
# ## Sources
#
# Read in 2026. *code* was read in PyTorch 2.13; *doc* is documentation, *issue* a thread of a project, *page* somebody's report. A report that nobody has repeated is marked *unverified*, and the text says "reported" or "says".
#
# - **S1** (doc) [Colab FAQ](https://research.google.com/colaboratory/faq.html): resources are not guaranteed, limits vary
# - **S2** (page, unverified) [AI Learning Club, PyTorch on Apple Silicon, module 1](https://ailearningclub.com/c/pytorch-apple-silicon/mod-1.html)
# - **S3** (doc) [ExecuTorch, Core ML backend](https://docs.pytorch.org/executorch/stable/backends-coreml.html)
# - **S4** (doc) [PyTorch, MPS backend](https://docs.pytorch.org/docs/stable/notes/mps.html)
# - **S5** (doc) [PyTorch, torch.accelerator](https://docs.pytorch.org/docs/stable/accelerator.html)
# - **S6** (doc) [PyTorch, Tensor.to](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.to.html)
# - **S7** (code) `torch/mps/__init__.py` of PyTorch 2.13: `_host_alias_storage`
# - **S8** (issue) [pytorch #148219](https://github.com/pytorch/pytorch/issues/148219): times of single operations, M1 Pro

# %% [markdown]
# ### Sources of the published figures
#
# - **S9** (page, unverified) a report on dev.to by nefayran on memory limits of an M5 Pro with 48 GB
# - **S10** (doc) [Transformers, training on Apple silicon](https://huggingface.co/docs/transformers/perf_train_special)
# - **S11** (page) [Susmelj, Apple M1 and M2 performance for training SSL models, 2023](https://towardsai.net/p/machine-learning/apple-m1-and-m2-performance-for-training-ssl-models)
# - **S12** (issue) [Accelerate #596, 2022](https://github.com/huggingface/accelerate/pull/596)
# - **S13** (page) Carlsmith, [MATLAB Central](https://www.mathworks.com/matlabcentral/discussions): "How much faster does a small GPT train on an Apple Silicon GPU?"
# - **S14** (page) [Purewal, M1 experiment, 2023](https://www.meninderpurewal.com/2023/07/08/m1-experiment.html)
# - **S15** (code) [mac-ml-speed-test](https://github.com/mrdbourke/mac-ml-speed-test), commit c0430a5: results and training script
# - **S16** (code) [PyTorch's own Metal kernels](https://github.com/pytorch/pytorch/tree/main/aten/src/ATen/native/mps/kernels)
# - **S17** (doc) [PyTorch, MPS environment variables](https://docs.pytorch.org/docs/main/mps_environment_variables.html): `PYTORCH_MPS_METAL_VERSION`

# %% [markdown]
# ## Continue
#
# Module 2, *One code, three devices*, moves one program across CPU, CUDA and MPS, and keeps float64 out of it. You will need your `pick_device()` there.
