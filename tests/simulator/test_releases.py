"""A simulated Mac with an older torch: what had not come yet is not there."""

from __future__ import annotations

import pytest
import torch

import devicelab
from devicelab import agent
from devicelab.simulator import releases
from devicelab.simulator.releases import CAME, NewerReleaseError, home
from devicelab.simulator.texts import parse

MAC = "M2 Air 16 GB"
HERE = parse(torch.__version__)
ALL = [(came, path) for came, paths in CAME.items() for path in paths]


def there(path):
    owner, name = home(path)
    return owner is not None and hasattr(owner, name)


def oldest(*wanted):
    """Those releases that the torch installed can play."""
    return [release for release in wanted if parse(release) <= HERE]


@pytest.mark.parametrize(("came", "path"), ALL)
def test_the_table_is_right_about_the_torch_installed(came, path):
    assert there(path) is (came <= HERE)


@pytest.mark.parametrize("release", oldest("2.4.1", "2.5.0", "2.6", "2.8.0", "2.9.1", "2.13"))
def test_what_came_later_is_away_and_comes_back(release):
    before = {path: there(path) for _, path in ALL}
    with devicelab.simulate(MAC, torch_release=release):
        for came, path in ALL:
            if came > parse(release):
                assert not there(path), path
            elif path != "_C._mps_maxBufferLength":
                assert there(path), path
    assert {path: there(path) for _, path in ALL} == before


def test_it_has_that_release_s_version_and_sentences_and_says_what_it_is(validate):
    real = torch.__version__
    with devicelab.simulate(MAC, torch_release="2.4.1"):
        assert torch.__version__ == "2.4.1+simulated"
        assert torch.__version__ < (2, 5)
        told = agent.report()
        validate("report", told)
        assert (told["torch"]["version"], told["sim"]) == ("2.4.1+simulated", True)
        x = torch.ones(2, 2, device="mps")
        with pytest.raises(NotImplementedError, match="issues/77764"):
            torch.linalg.qr(x)
    assert torch.__version__ is real


def test_it_trains_as_it_is():
    with devicelab.simulate(MAC, torch_release="2.6"):
        model = torch.nn.Linear(3, 1).to("mps")
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        x = torch.ones(4, 3, device="mps")
        losses = []
        for _ in range(3):
            loss = model(x).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    assert losses[0] > losses[1] > losses[2] > 0


@pytest.mark.skipif(HERE < (2, 9), reason="this torch has not these functions")
def test_until_2_13_the_accelerator_s_counters_meet_an_internal_assert():
    for release in ("2.9.1", "2.12"):
        if parse(release) > HERE:
            continue
        with devicelab.simulate(MAC, torch_release=release):
            with pytest.raises(RuntimeError, match="Allocator for mps is not a DeviceAllocator"):
                torch.accelerator.empty_cache()
            with pytest.raises(RuntimeError, match="INTERNAL ASSERT"):
                torch.accelerator.memory_stats()


def test_a_release_that_is_newer_than_torch_is_refused():
    with pytest.raises(NewerReleaseError, match=r"older one, not 99\.1"):
        devicelab.simulate(MAC, torch_release="99.1")
    with pytest.raises(ValueError, match="'new' is no release of torch"):
        devicelab.simulate(MAC, torch_release="new")
    assert devicelab.simulator.active() is None


def test_the_release_installed_hides_nothing():
    with devicelab.simulate(MAC, torch_release=torch.__version__):
        assert all(there(path) for came, path in ALL if came <= HERE)
    assert releases.label(torch.__version__).endswith("+simulated")
