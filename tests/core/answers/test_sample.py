"""The agreed sample of predictions and their outcomes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.core.answers import judge
from app.core.card import Comparison, Facet
from app.core.truth import Truth

ROWS = json.loads(Path(__file__).with_name("answers_sample.json").read_text(encoding="utf-8"))["rows"]
FACETS = {"shape": Facet.SHAPE, "dtype": Facet.DTYPE, "exception": Facet.ERROR, "text": Facet.TEXT}


def truth_of(row: dict[str, Any]) -> Truth:
    """The row's truth as a run describes it."""
    known = row["truth"]
    if "value" in known and row["kind"] != "exception":
        shape = () if "dtype" in known else None
        value = str(known["value"])
        return Truth(type="float", repr=value, data=(value,), dtype=known.get("dtype", ""), shape=shape)
    return Truth(
        type="Tensor",
        repr=known.get("repr", ""),
        text=known.get("text", ""),
        dtype=known.get("dtype", ""),
        shape=tuple(known["shape"]) if "shape" in known else None,
        data=tuple(map(str, known["data"])) if "data" in known else None,
        error=known.get("exc", ""),
        bases=tuple(known.get("bases", ())),
        message=known.get("msg", ""),
    )


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_every_row_comes_out_as_agreed(row: dict[str, Any]) -> None:
    """Each prediction of the sample has the outcome that a fair comparison gives."""
    compare = Comparison(**row.get("opts", {}))
    found = judge(FACETS.get(row["kind"], Facet.VALUE), row["prediction"], truth_of(row), compare)
    assert found.outcome == row["outcome"], found.detail


def test_the_sample_is_whole() -> None:
    """All its rows are here, of every kind."""
    assert len(ROWS) == 61
    assert {row["kind"] for row in ROWS} == {
        "shape", "dtype", "number", "bool", "tensor", "array", "exception", "text",
    }  # fmt: skip
