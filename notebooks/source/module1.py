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
# **Module 1 of 7: why, and whether for your job.** First part: 3 exercises, about 45 minutes.
#
# **For you if** you have a Mac with an M1 or later and want to know what its GPU does for PyTorch. No Mac, no GPU? Every exercise here can be passed on a CPU, and each verdict says what could not be tried.
#
# **You should know** Python functions and dictionaries, and have read one PyTorch training loop.
#
# **You will be able to**
#
# - pick the device, on your machine and on machines you have never seen,
# - say what unified memory saves and what it does not,
# - audit a speed-up claim with one formula.
#
# Each number is *yours* (measured here), *published* (with its source) or *specified*. This text has not been tried on a Mac yet; where that matters, it says so.

# %%
from devicelab import cp

# %% [markdown]
# ## Sixty seconds first
#
# The next cell trains a small network for about nine seconds. It learns to tell in which of four directions the stripes in a noisy picture run. The pictures are made on the spot; nothing is downloaded.
#
# It trains three times for three seconds: with 64 pictures a step, then 512, then 64 again.
#
# **Before you run it, decide:** what will memory do in the middle? And in which of the three will the network see the most pictures a second?
#
# **Look at the device panel while it runs** (right side; if it is closed, its tab is at the right edge).

# %%
import time

import torch
from torch import nn
from torch.nn import functional as F


def stripes(count):
    """Return `count` noisy 32x32 pictures of stripes, and the direction of each (0 to 3)."""
    direction = torch.randint(4, (count,))
    angle = (direction * torch.pi / 4).view(-1, 1, 1)
    y, x = torch.meshgrid(torch.arange(32.0), torch.arange(32.0), indexing="ij")
    shift = 2 * torch.pi * torch.rand(count, 1, 1)
    wave = torch.sin(0.9 * (x * angle.cos() + y * angle.sin()) + shift)
    return (wave + 1.5 * torch.randn(count, 32, 32)).unsqueeze(1), direction


def new_step(device):
    """Return a function that does one training step of a fresh network on `device`."""
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(1, 32, 5),
        nn.ReLU(),
        nn.Conv2d(32, 32, 5),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(32, 4),
    ).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)

    def step(count):
        pictures, direction = stripes(count)  # made on the CPU
        loss = F.cross_entropy(model(pictures.to(device)), direction.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()  # waits until the device has finished

    return step


def train(device, seconds=3):
    """Train with three batch sizes, `seconds` each, and print how it went."""
    step = new_step(device)
    for count in (64, 512, 64):
        begin, steps = time.perf_counter(), 0
        while time.perf_counter() - begin < seconds:
            loss = step(count)
            steps += 1
        speed = count * steps / (time.perf_counter() - begin)
        print(
            f"{count:4} pictures a step: {steps:4} steps, {speed:6.0f} pictures/s, loss {loss:.3f}"
        )


train(torch.device("cpu"))

# %% [markdown]
# ### What you just saw
#
# **Loss.** With four directions to choose from, pure guessing has a loss of ln 4 = 1.386. If yours ended below that, the network has learnt something.
#
# **Memory.** In the middle, each step holds eight times as many pictures, and for each picture everything the layers computed, because the backward pass needs it. One layer's output for 512 pictures is 512 × 32 × 28 × 28 numbers of 4 bytes: 49 MiB. That is the hill in the panel.
#
# **Speed.** Compare the three lines. Whether the large batch was faster depends on your machine, so there is no right answer to print here.
#
# **Which device am I on?** The CPU. The last line of the cell says so: `train(torch.device("cpu"))`. If this machine has a GPU, it was idle. PyTorch never moves work by itself; you name the device.

# %% [markdown]
# ## Which device should I name?
#
# The best one that is there. The trap is that "there" has two meanings:
#
# | question | call |
# |---|---|
# | Was this PyTorch *built* for the device? | `torch.backends.mps.is_built()`, `torch.backends.cuda.is_built()` |
# | Can I *use* one now? | `torch.backends.mps.is_available()`, `torch.cuda.is_available()` |
# | Can I use *any* accelerator now? (2.6 and later) | `torch.accelerator.is_available()` |
# | Which kind was this PyTorch built for? (2.6 and later) | `torch.accelerator.current_accelerator()`, or `None` |
#
# `mps` is PyTorch's name for the GPU of a Mac, reached through Apple's Metal. `cuda` is an NVIDIA GPU (or an AMD one under ROCm).
#
# Sources: PyTorch documentation, [torch.accelerator](https://docs.pytorch.org/docs/stable/accelerator.html) and [MPS backend](https://docs.pytorch.org/docs/stable/notes/mps.html). Ask your own machine:

# %%
print("PyTorch", torch.__version__)
for name, backend in {"mps": torch.backends.mps, "cuda": torch.backends.cuda}.items():
    print(f"{name:4} built: {backend.is_built()}")
print("mps  usable:", torch.backends.mps.is_available())
print("cuda usable:", torch.cuda.is_available())

# %% [markdown]
# ### Exercise m1.q1. Pick the device
#
# Code that you share runs on machines you have never seen. Write `pick_device()`, which takes nothing and returns a `torch.device`:
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
# ### The same training, on your device
#
# Once your function is written, this cell trains on the device it picks. Before you run it, guess: how many times more pictures a second than on the CPU? Look at the panel again.

# %%
device = pick_device()
if isinstance(device, torch.device):
    print("Which device am I on?", device)
    if device.type != "cpu":
        train(device)
    else:
        print("The CPU. You have seen this training already; no need to wait for it again.")
else:
    device = torch.device("cpu")
    print("pick_device() gives no torch.device yet. Until then, the cells below use the CPU.")

# %% [markdown]
# ## Is unified memory really one memory?
#
# Yes and no. A Mac with Apple silicon has one pool of DRAM, and both CPU and GPU work in it. The [public page](https://ailearningclub.com/c/pytorch-apple-silicon/mod-1.html) this course began from says that this is "eliminating data transfer bottlenecks". So you might expect `x.to("mps")` to cost nothing.
#
# PyTorch's documentation says otherwise. If `x` already has the device and the dtype you ask for, `x.to(…)` returns `x` itself. In every other case, it [returns a copy](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.to.html). CPU and `mps` are two devices, so the tensor is copied: one pool, two allocations.
#
# What do you expect here?

# %%
x = torch.arange(4.0)
y = x.to(device)
x[0] = 99
print("device:", device, "  y[0] is", y[0].item())

# %% [markdown]
# On the CPU, `y` *is* `x`, and you see 99. On a GPU, `y` is a copy made before the 99 was written, and you see 0.
#
# Now with something that you can see in the panel. Each tensor here takes 64 MiB. The pauses let you watch. Which of the two lines takes memory, on your device?

# %%
big = torch.ones(16 * 2**20)
time.sleep(2)
moved = big.to(device)
time.sleep(2)
copied = big.to(device, copy=True)
time.sleep(2)
for name, tensor in {"big": big, "moved": moved, "copied": copied}.items():
    storage = tensor.untyped_storage()
    print(
        f"{name:7} {tensor.device}  {storage.nbytes() / 2**20:.0f} MiB at {storage.data_ptr():#x}"
    )
del big, moved, copied

# %% [markdown]
# What unified memory does save is the trip over a bus: with a separate graphics card, the same line crosses PCI Express.
#
# ### Exercise m1.q3. Shared memory, still a copy
#
# Write `makes_copy(x, *args, **kwargs)`. It returns `True` if the tensor `x.to(*args, **kwargs)` has memory of its own, and `False` if it uses the memory of `x`.
#
# - `x` has at least one element. It can be a slice, a view, a transposed tensor or an `nn.Parameter`.
# - Whatever `.to()` takes can be asked for: a device, a dtype, `copy=True`.
# - `x` holds the same values afterwards.
#
# The memory behind a tensor is its *storage*: `t.untyped_storage()`, whose address you saw printed above. Each device counts its addresses for itself, so equal addresses on two devices say nothing.
#
# Without an accelerator, the move to another device can't be tried here, and your verdict says so.

# %% exercise="m1.q3"

# %% [markdown]
# ## What is "6 times faster" worth?
#
# The same public page claims, for ResNet-50 on CIFAR-10 and an M1 MacBook Pro: 2 hours on the CPU become 20 minutes on the GPU, and "this speedup compounds over training". It names no batch size, no dtype and no PyTorch version, so nobody can repeat it. But you can audit it.
#
# A training run is not one thing. Pictures are decoded, batches are built, Python runs between steps. The GPU speeds up its own share; the rest takes as long as before.
#
# First get a ratio of your own: the training step from above, on the device against the CPU. Without a GPU: on all CPU threads against one.

# %%
from statistics import median


def timed(step, count=256):
    """Return the seconds that one step takes."""
    begin = time.perf_counter()
    step(count)
    return time.perf_counter() - begin


def two_ways():
    """Return (name, run one step, seconds) for the slow way and for the fast way."""
    on_cpu = new_step(torch.device("cpu"))
    if device.type != "cpu":
        on_device = new_step(device)
        return ("CPU", lambda: timed(on_cpu)), (str(device), lambda: timed(on_device))

    def on_one_thread():
        torch.set_num_threads(1)
        try:
            return timed(on_cpu)
        finally:
            torch.set_num_threads(threads)

    return ("1 thread", on_one_thread), (f"{threads} threads", lambda: timed(on_cpu))


threads = torch.get_num_threads()
(slow_name, slow), (fast_name, fast) = two_ways()
slow(), fast()  # the first step also allocates, so it does not count
pairs = [(slow(), fast()) for _ in range(7)]  # in turn, so that a busy moment hits both
ratios = sorted(a / b for a, b in pairs)
my_ratio = median(ratios)
print(f"{slow_name}: {median(a for a, _ in pairs) * 1000:.0f} ms a step (median of 7)")
print(f"{fast_name}: {median(b for _, b in pairs) * 1000:.0f} ms a step (median of 7)")
print(
    f"yours: {my_ratio:.2f} times as fast; the seven pairs gave {ratios[0]:.2f} to {ratios[-1]:.2f}"
)

# %% [markdown]
# If the seven pairs are far apart, something else was busy on your machine. Run the cell again and take the calmer result. A ratio below 1 is possible: a GPU can be slower on small work, and threads can get in the way of other programs.
#
# ### Exercise m1.q6. Audit the claim
#
# *Speed-up* means old time ÷ new time. Write two functions:
#
# - `overall(speedup, fraction)`: a part of the job, the share `fraction` of its old time, becomes `speedup` times faster. The rest takes as long as before. How many times faster is the whole?
# - `required_fraction(overall, speedup)`: which share must become `speedup` times faster for the whole to be `overall` times faster?
#
# A share is a number from 0 to 1. `overall` raises `ValueError` for any other, such as a percentage. `speedup` can be below 1: then the device is slower, and so is the whole job.
#
# Some claims no share can meet: `required_fraction` raises `ValueError` if the share would lie outside 0…1. A billionth outside is rounding; let it through. `speedup` is never 1 there.
#
# Test yourself: half of the job made 8 times faster gives 1.78, not 4.5.

# %% exercise="m1.q6"

# %% [markdown]
# ### The picture, drawn by your functions
#
# Suppose the GPU does its own part 8 times faster. How much of the two hours must that part be, so that 20 minutes remain? Guess a share, then run.

# %%
claim, part = 6, 8


def share_needed():
    """Return the share that the claim needs, or None until both functions are written."""
    if overall(part, 0.5) is None:
        return None
    return required_fraction(claim, part)


def draw(needed):
    """Draw the whole job's speed-up over the share, or say in words what it would show."""
    print(f"{claim} times overall with a part made {part} times faster: {needed:.1%} of the time.")
    for share in (0.5, 0.8, 0.9, 1.0):
        print(f"  {share:4.0%} of the time on the GPU: {overall(part, share):.2f} times overall")
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        print("With matplotlib installed, there is a picture here.")
        return
    grey, blue, orange = "#808080", "#3b82c4", "#d9822b"
    shares = [n / 200 for n in range(201)]
    figure, axes = plt.subplots(figsize=(7, 4))
    figure.patch.set_alpha(0)
    axes.set_facecolor("none")
    axes.plot([100 * s for s in shares], [overall(part, s) for s in shares], color=blue, lw=2)
    axes.text(48, overall(part, 0.7), f"part {part}× faster", color=blue, ha="left")
    axes.plot(100 * needed, claim, "o", color=blue)
    axes.annotate(
        f"the claim: {claim}× needs {needed:.1%}",
        (100 * needed, claim),
        (98 * needed, claim + 0.2),
        color=blue,
        ha="right",
    )
    axes.axhline(my_ratio, color=orange, ls="--", lw=1.5)
    low = my_ratio < 4.5  # keep the label off the curve
    axes.text(
        100 if low else 0,
        my_ratio - 0.12 if low else my_ratio + 0.12,
        f"yours: {fast_name} against {slow_name}, {my_ratio:.2f}×",
        color=orange,
        ha="right" if low else "left",
        va="top" if low else "bottom",
    )
    axes.set_ylim(bottom=0)
    axes.set_xlabel("share of the old time that is made faster (%)", color=grey)
    axes.set_ylabel("whole job, times as fast", color=grey)
    # Two greys that differ by a hair: with one, IPython asks for a background that we don't want.
    axes.tick_params(axis="x", colors="#7f7f7f")
    axes.tick_params(axis="y", colors="#828282")
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(grey)
    plt.show()


needed = share_needed()
if needed is None:
    print("Write overall() and required_fraction() first: they draw this picture.")
else:
    draw(needed)

# %% [markdown]
# Read the curve from the right. The claim needs almost all of the two hours to be on the GPU; then a slow data loader alone can break it. Whether it holds for a job is a question you can now answer by measuring one share.
#
# And "compounds"? A ratio of two times is the same after one epoch and after a hundred. You save more minutes, because there are more minutes. The 6 stays a 6.

# %% [markdown]
# ## On a Mac you would see
#
# **Published, not measured by us.** GPU (`mps`) against the CPU of the same Mac:
#
# | what | Mac | times as fast | source |
# |---|---|---|---|
# | one epoch, SimCLR with ResNet-18, CIFAR-10 | M1 Pro, 14 GPU cores | 8.8 | [Susmelj, 2023](https://towardsai.net/p/machine-learning/apple-m1-and-m2-performance-for-training-ssl-models) |
# | train and evaluate, Accelerate's image example: 38:20 → 5:04 min | M1, 8 + 2 cores, 14 GPU cores | 7.6 | [Accelerate #596, 2022](https://github.com/huggingface/accelerate/pull/596) |
# | one step of a small GPT | M1 Max | 2.1 | Carlsmith, [MATLAB Central](https://www.mathworks.com/matlabcentral/discussions): "How much faster does a small GPT train on an Apple Silicon GPU?" |
# | 1000×10 by 10×50 matrix product, 10,000 times | M1 | 1.0 | [Purewal, 2023](https://www.meninderpurewal.com/2023/07/08/m1-experiment.html) |
#
# So 6 is possible, and so is nothing at all. It depends on the job, not on the chip alone.
#
# In the first of these sources, an NVIDIA A6000 was 13.8 times as fast as that M1 Pro. "Faster than the cloud" is not what these numbers say.
#
# In this notebook, on a Mac, by the documentation: `pick_device()` gives `mps`, `y[0]` above is 0, and `moved` has 64 MiB of its own, as `copied` has.

# %% [markdown]
# ## What to keep
#
# 1. PyTorch uses the CPU until you name another device.
# 2. *Built* is about the PyTorch you installed; *available* is about the machine. Ask for the second.
# 3. Unified memory is one pool, two allocations: `.to("mps")` copies.
# 4. A speed-up of a part is worth only as much as the part's share of the time.
# 5. A ratio without batch size, dtype, versions and spread can't be repeated. Yours, above, can.
#
# Your results so far:

# %%
cp.progress()

# %% [markdown]
# ## What comes later
#
# This is the first part of module 1. Still to be written: your own roofline (m1.q4), an honest time for ResNet-50 (m1.q5), where to train (m1.q7), your chip's parts (m1.q2), and a prediction that is kept and compared (m1.p1). The numbers are theirs already, which is why yours has gaps. Modules 2 to 7 are planned and not here yet.
