"""The record is a stranger's bytes: only what is whole, known and of its size becomes a truth."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.truth import Truth
from app.runner import wire
from app.runner.record import Record, read_record


def test_a_sound_record_becomes_a_truth() -> None:
    """Every field arrives in its type."""
    fields = {
        "ended": "done",
        "type": "Tensor",
        "repr": "tensor([1])",
        "dtype": "torch.int64",
        "shape": [1],
        "data": ["1"],
        "device": "cpu",
        "grad": False,
        "alias": True,
        "error": "E",
        "bases": ["Exception"],
        "message": "m",
    }
    truth = Truth(
        type="Tensor",
        repr="tensor([1])",
        dtype="torch.int64",
        shape=(1,),
        data=("1",),
        device="cpu",
        grad=False,
        alias=True,
        error="E",
        bases=("Exception",),
        message="m",
    )
    assert read_record(wire.pack(fields)) == Record("done", truth, "")


@pytest.mark.parametrize(
    "fields",
    [
        None,
        [],
        "done",
        {},
        {"ended": "timeout"},
        {"ended": None},
        {"ended": ["done"]},
        {"ended": "memory", "repr": "x"},
        {"ended": "done", "text": "printed is what was printed"},
        {"ended": "done", "evil": 1},
        {"ended": "done", "repr": 1},
        {"ended": "done", "repr": "x" * 20_001},
        {"ended": "done", "type": "x" * 201},
        {"ended": "done", "message": "x" * 1_001},
        {"ended": "done", "shape": "12"},
        {"ended": "done", "shape": [1.0]},
        {"ended": "done", "shape": [True]},
        {"ended": "done", "shape": [-1]},
        {"ended": "done", "shape": [1 << 63]},
        {"ended": "done", "shape": [1] * 65},
        {"ended": "done", "data": "12"},
        {"ended": "done", "data": [1]},
        {"ended": "done", "data": ["1"] * 10_001},
        {"ended": "done", "grad": 1},
        {"ended": "done", "alias": None},
        {"ended": "done", "bases": ["x"] * 33},
        {"ended": "done", "bases": {"x": 1}},
    ],
    ids=lambda fields: json.dumps(fields)[:40],
)
def test_a_field_that_is_not_right_breaks_the_record(fields: Any) -> None:
    """Nothing is guessed or mended."""
    with pytest.raises(ValueError, match=r"\w"):
        read_record(wire.pack(fields))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\0",
        b"\0\0\0\0",
        wire.pack({"ended": "done"})[:-1],
        wire.pack({"ended": "done"}) + b" ",
        wire.pack({"ended": "done"}) * 2,
        b"\0\0\0\x01\xff",
        b"\0\0\0\x03NaN",
        (200_000).to_bytes(4, "big") + b"[" * 200_000,
        (9_000).to_bytes(4, "big") + b"9" * 9_000,
    ],
    ids=range(10),
)
def test_bytes_that_are_no_record_are_refused(raw: bytes) -> None:
    """Cut, doubled, undecodable or bottomless bytes end in a ValueError."""
    with pytest.raises(ValueError, match=r"\w"):
        read_record(raw)


def test_no_surrogate_gets_through() -> None:
    """A lone surrogate in a field is escaped: the truth can be stored."""
    record = read_record(wire.pack({"ended": "done", "repr": "\ud800", "data": ["\udfff"]}))
    assert (record.truth.repr, record.truth.data) == ("\\ud800", ("\\udfff",))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
_NAMES = st.sampled_from([*Truth.__dataclass_fields__, "ended", "detail"]) | st.text()


@given(st.dictionaries(_NAMES, _VALUES) | _VALUES)
def test_any_object_is_read_or_refused(fields: object) -> None:
    """Whatever JSON arrives, it is a sound record or a ValueError, and a truth can be stored."""
    try:
        record = read_record(wire.pack(fields))
    except ValueError:
        return
    assert isinstance(record.truth, Truth)
    repr(record.truth).encode("utf-8")


@given(st.binary())
def test_any_bytes_are_refused_or_read(raw: bytes) -> None:
    """Whatever bytes arrive, nothing but a ValueError comes of it."""
    try:
        read_record(raw)
    except ValueError:
        return
