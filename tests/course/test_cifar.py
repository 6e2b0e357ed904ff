"""Made pictures hide their class from a linear model; files on disk are read, and not trusted."""

from __future__ import annotations

import os
import pickle

import numpy as np
import pytest
import torch
from torch import nn

from devicelab.course import cifar
from devicelab.course.cifar_files import CifarUnreadable, read_batch


@pytest.fixture(autouse=True)
def one_thread():
    """On a busy machine two threads wait for each other for minutes."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def fitted(model, x, y, steps):
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3)
    draw = torch.Generator().manual_seed(0)
    for _ in range(steps):
        some = torch.randint(len(x), (64,), generator=draw)
        loss = nn.functional.cross_entropy(model(x[some]), y[some])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval()


def accuracy(model, seed=5):
    x, y = cifar.cifar_like(500, seed=seed)
    with torch.inference_mode():
        return (model(x).argmax(1) == y).float().mean().item()


def test_a_linear_model_stays_near_chance():
    torch.manual_seed(0)
    x, y = cifar.cifar_like(1500)
    linear = fitted(nn.Sequential(nn.Flatten(), nn.Linear(3072, 10)), x, y, 100)
    assert accuracy(linear) < 0.2


def test_a_small_convolutional_net_learns_it():
    torch.manual_seed(0)
    x, y = cifar.cifar_like(1500)

    def layer(cin, cout):
        return nn.Conv2d(cin, cout, 3, padding=1), nn.BatchNorm2d(cout), nn.ReLU(), nn.MaxPool2d(2)

    head = (nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(48, 10))
    net = nn.Sequential(*layer(3, 12), *layer(12, 24), *layer(24, 48), *head)
    assert accuracy(fitted(net, x, y, 100)) > 0.3


def test_the_same_seed_gives_the_same_pictures_and_leaves_yours_alone():
    before = torch.get_rng_state()
    (x, y), (again, labels), (other, _) = (cifar.cifar_like(5, seed=s) for s in (1, 1, 2))
    assert torch.equal(x, again)
    assert torch.equal(y, labels)
    assert not torch.equal(x, other)
    assert (x.shape, x.dtype, y.dtype) == ((5, 3, 32, 32), torch.float32, torch.int64)
    assert torch.equal(torch.get_rng_state(), before)


def pixels(count=20):
    return np.random.default_rng(0).integers(0, 256, (count, 3072), dtype=np.uint8)


def put_binary(folder, data):
    place = folder / "cifar-10-batches-bin"
    place.mkdir()
    labels = np.arange(len(data), dtype=np.uint8) % 10
    (place / "data_batch_1.bin").write_bytes(np.hstack([labels[:, None], data]).tobytes())
    return place


def put_pickled(folder, content):
    place = folder / "cifar-10-batches-py"
    place.mkdir()
    (place / "data_batch_1").write_bytes(pickle.dumps(content, protocol=3))
    return place


@pytest.mark.parametrize("form", ["binary", "pickled"])
def test_real_pictures_are_used_where_they_are(tmp_path, form):
    data = pixels()
    if form == "binary":
        place = put_binary(tmp_path, data)
    else:
        place = put_pickled(tmp_path, {b"data": data, b"labels": [n % 10 for n in range(20)]})
    x, y = read_batch(place, "data_batch_1", 12)
    assert np.array_equal(x.numpy().reshape(12, 3072), data[:12])
    assert y.tolist() == [n % 10 for n in range(12)]
    found, labels, where = cifar.pictures(12, tmp_path)
    assert where == f"CIFAR-10 from {place}"
    assert torch.equal(labels, y)
    assert found.dtype == torch.float32
    assert abs(found.mean()) < 0.5


def test_a_batch_pickled_by_python_2_is_read_as_the_real_ones_are(tmp_path):
    data = pixels(2).tobytes()
    text = (
        b"\x80\x02}q\x00(U\x04dataq\x01cnumpy.core.multiarray\n_reconstruct\nq\x02cnumpy\nndarray\nq\x03"
        b"K\x00\x85q\x04U\x01bq\x05\x87q\x06Rq\x07(K\x01K\x02M\x00\x0c\x86q\x08cnumpy\ndtype\nq\tU\x02u1q\n"
        b"K\x00K\x01\x87q\x0bRq\x0c(K\x03U\x01|q\rNNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tq\x0eb\x89T"
        + len(data).to_bytes(4, "little")
        + data
        + b"q\x0ftq\x10bU\x06labelsq\x11]q\x12(K\x01K\x02eu."
    )
    place = tmp_path / "cifar-10-batches-py"
    place.mkdir()
    (place / "data_batch_1").write_bytes(text)
    x, y = read_batch(place, "data_batch_1", 2)
    assert x.numpy().tobytes() == data
    assert y.tolist() == [1, 2]


class Harm:
    def __reduce__(self):
        return os.system, ("touch harmed",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({b"data": Harm(), b"labels": [1]}, "asks for code"),
        (Harm(), "asks for code"),
        ({b"data": [1, 2], b"labels": [1]}, "something else"),
        ({b"labels": [1]}, "no pickle of a batch"),
        ([1, 2], "no pickle of a batch"),
        ({b"data": np.zeros((2, 3), np.uint8), b"labels": [1, 2]}, "32×32"),
        ({b"data": np.zeros((2, 3072), np.uint8), b"labels": [1, 12]}, "ten classes"),
        ({b"data": np.zeros((2, 3072), np.uint8), b"labels": [1, "2"]}, "something else"),
    ],
)
def test_a_hostile_file_runs_nothing_and_is_told(tmp_path, monkeypatch, content, said):
    monkeypatch.chdir(tmp_path)
    place = put_pickled(tmp_path, content)
    with pytest.raises(CifarUnreadable, match=said):
        read_batch(place, "data_batch_1", 2)
    assert not (tmp_path / "harmed").exists()
    _, _, where = cifar.pictures(3, tmp_path)
    assert where.startswith("made pictures")
    assert said in where


def test_a_cut_off_file_a_huge_one_and_none_are_told(tmp_path, monkeypatch):
    place = put_binary(tmp_path, pixels(2))
    file = place / "data_batch_1.bin"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(CifarUnreadable, match="ends within a picture"):
        read_batch(place, "data_batch_1", 2)
    with file.open("wb") as handle:
        handle.truncate(50 * 2**20)
    with pytest.raises(CifarUnreadable, match="larger than"):
        read_batch(place, "data_batch_1", 2)
    with pytest.raises(CifarUnreadable, match="can't be read"):
        read_batch(place, "data_batch_9", 2)
    monkeypatch.chdir(tmp_path / "cifar-10-batches-bin")
    monkeypatch.delenv("DEVICELAB_DATA", raising=False)
    assert cifar.real_cifar10() is None
