"""The machines that can be simulated: data, with the source of each value.

Core counts are the rows of Apple's chips in `docs/simulator.md`. Rows with
`verified=False` (marked ° where shown) hold a value from general knowledge that
nobody has checked. What macOS recommends as working set is two thirds of memory
below 64 GB and three quarters from there on: derived from the limits in learners'
out-of-memory texts (runner-images#9918, pytorch#105839, #145151, #130112), not measured here.
"""

from __future__ import annotations

from dataclasses import dataclass

GIB = 2**30
_LARGE = 64


class UnknownProfileError(ValueError):
    """No machine of that name; the text lists those there are."""


@dataclass(frozen=True)
class Profile:
    """One machine. Memory in GiB, cores by kind, `macos` as `sw_vers` prints it."""

    name: str
    chip: str
    performance: int
    efficiency: int
    gpu_cores: int
    memory_gib: int
    macos: str = "15.5"
    machine: str = "arm64"
    built: bool = True
    available: bool = True
    virtual_gpu: bool = False
    rosetta: bool = False
    verified: bool = True
    note: str = ""
    # Metal's `maxBufferLength` in bytes; None: not known, and then nothing is refused by it.
    largest_buffer: int | None = None

    @property
    def memory(self) -> int:
        """Physical memory in bytes."""
        return self.memory_gib * GIB

    @property
    def recommended(self) -> int:
        """`recommendedMaxWorkingSetSize` in bytes (derived; see this module's text)."""
        share = (3, 4) if self.memory_gib >= _LARGE else (2, 3)
        return self.memory * share[0] // share[1]

    @property
    def device_name(self) -> str:
        """What `torch.backends.mps.get_name()` answers; always says that it is simulated."""
        return f"{self.chip} (simulated)"

    @property
    def macos_version(self) -> tuple[int, int]:
        """Major and minor number of macOS."""
        major, minor = self.macos.split(".")[:2]
        return int(major), int(minor)


# Which macOS a machine runs is our choice, not a fact about it.
PROFILES = (
    Profile("M1 Air 8 GB", "Apple M1", 4, 4, 7, 8, "14.6"),
    Profile("M1 Air 16 GB", "Apple M1", 4, 4, 8, 16, "14.6"),
    Profile("M1 Pro 16 GB", "Apple M1 Pro", 8, 2, 16, 16),
    Profile("M1 Max 64 GB", "Apple M1 Max", 8, 2, 32, 64),
    Profile("M1 Ultra 128 GB", "Apple M1 Ultra", 16, 4, 64, 128),
    Profile("M2 Air 8 GB", "Apple M2", 4, 4, 8, 8),
    Profile("M2 Air 16 GB", "Apple M2", 4, 4, 10, 16),
    Profile("M2 Max 96 GB", "Apple M2 Max", 8, 4, 38, 96, verified=False),
    Profile("M3 Air 24 GB", "Apple M3", 4, 4, 10, 24, verified=False),
    Profile("M3 Pro 18 GB", "Apple M3 Pro", 6, 6, 18, 18),
    Profile("M3 Max 128 GB", "Apple M3 Max", 12, 4, 40, 128),
    Profile("M4 Air 16 GB", "Apple M4", 4, 6, 10, 16, verified=False),
    Profile("M4 Pro 24 GB", "Apple M4 Pro", 10, 4, 20, 24),
    Profile("M4 Max 64 GB", "Apple M4 Max", 12, 4, 40, 64),
    Profile("M5 MacBook Pro 16 GB", "Apple M5", 4, 6, 10, 16, "26.0"),
    Profile(
        "Intel Mac 16 GB",
        "Intel Core i7",
        6,
        0,
        0,
        16,
        "14.6",
        "x86_64",
        built=False,
        available=False,
        verified=False,
        note="Intel processor: PyTorch's last wheels for it are 2.2.2",
    ),
    Profile(
        "M1 under Rosetta 16 GB",
        "Apple M1",
        4,
        4,
        8,
        16,
        "14.6",
        "x86_64",
        built=False,
        available=False,
        rosetta=True,
        verified=False,
        note="an x86_64 Python that macOS translates: install an arm64 Python",
    ),
    Profile(
        "Virtual Mac 7 GB",
        "Apple M1 (Virtual)",
        3,
        0,
        1,
        7,
        "14.6",
        virtual_gpu=True,
        verified=False,
        note="as GitHub's runners: MPS is there, the first allocation fails",
    ),
)


def _plain(name: str) -> str:
    return "".join(name.lower().split())


def find(name: str) -> Profile:
    """Return the machine called `name`; spaces and capitals don't count.

    Raises:
        UnknownProfileError: There is none of that name.
    """
    for profile in PROFILES:
        if _plain(profile.name) == _plain(name):
            return profile
    known = ", ".join(profile.name for profile in PROFILES)
    raise UnknownProfileError(f"There is no simulated machine called {name!r}. There are: {known}.")
