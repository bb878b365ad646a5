"""`forecall stats` and `forecall import reviews`: figures of a real history against an own computation."""

from __future__ import annotations

import csv
import io
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Forecall

THINNED = Path(__file__).parent / "josh_thinned.csv"
WHOLE = Path(os.environ.get("FORECALL_JOSH", "/work/shared/data/josh.csv"))
FILES = [
    THINNED,
    pytest.param(
        WHOLE, marks=pytest.mark.skipif(not WHOLE.exists(), reason=f"no {WHOLE}; set FORECALL_JOSH to it")
    ),
]


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def own_figures(path: Path) -> dict[str, Any]:
    """Compute figures of such a file without anything of forecall: SM-2 by its text, in integers."""
    by_card: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            by_card[row["card_id"]].append(
                (int(row["review_time"]), int(row["rating"]) + 1, min(int(row["duration"]), 120_000))
            )
    done: Counter[str] = Counter()
    days: Counter[date] = Counter()
    retention: dict[str, list[int]] = {"young": [0, 0], "mature": [0, 0]}
    spans: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    hours: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for rows in by_card.values():
        ease, n, interval, last = 250, 0, 0, None
        for at, grade, ms in sorted(rows):
            wall = datetime.fromtimestamp(at / 1000, UTC)
            day = (wall - timedelta(hours=4)).date()
            days[day] += 1
            done["ms"] += ms
            if last is not None and day <= last:
                done["drill"] += 1
                continue
            done["new" if last is None else "review"] += 1
            if last is not None:
                stage = retention["mature" if interval >= 21 else "young"]
                for tally in (stage, spans[(day - last).days]):
                    tally[0] += 1
                    tally[1] += grade >= 3
                hours[wall.hour][0] += 1
                hours[wall.hour][1] += ms
            if grade < 3:
                n, interval = 1, 1
            else:
                ease = max(130, ease + 10 - (5 - grade) * (8 + (5 - grade) * 2))
                n += 1
                interval = 1 if n == 1 else 6 if n == 2 else -(-interval * ease // 100)
            last = day
    return {"done": done, "days": days, "retention": retention, "spans": spans, "hours": hours}


@pytest.mark.parametrize("path", FILES)
def test_figures_of_a_real_history(forecall: Forecall, decks: Path, path: Path) -> None:
    """Days, roles, retention by stage, forgetting, hours and streak, each against its own computation."""
    deck = path.stem.replace("_", "-")
    assert forecall("import", "reviews", str(path)).exit_code == 0
    found = json.loads(forecall("stats", "--days", "0", "--deck", deck, "--json").stdout)["figures"]
    own = own_figures(path)

    def table(key: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = found[key]["table"]
        return rows

    told = table("reviews")
    for name in ("new", "review", "drill", "ms"):
        assert sum(row[name] for row in told) == own["done"][name], name
    assert {row["day"]: row["answers"] for row in table("calendar")} == {
        day.isoformat(): n for day, n in own["days"].items()
    }
    shares = {row["of"]: (row["n"], row["passed"]) for row in table("retention")}
    assert shares["young"] == tuple(own["retention"]["young"])
    assert shares["mature"] == tuple(own["retention"]["mature"])
    for row in table("forgetting"):
        inside = [n for days, n in own["spans"].items() if row["from"] <= days <= (row["to"] or days)]
        assert (row["n"], row["passed"]) == (sum(n for n, _ in inside), sum(p for _, p in inside))
    assert {row["hour"]: [row["n"], row["ms"]] for row in table("hours")} == own["hours"]
    days = sorted(own["days"])
    runs = [1]
    for before, day in pairwise(days):
        runs.append(runs[-1] + 1 if day - before == timedelta(days=1) else 1)
    assert found["calendar"]["text"]["streak"] == f"0 days, the longest {max(runs)} days"


def test_importing_again_adds_nothing(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """Neither does a longer file add what was there; the data stay sound."""
    assert forecall("import", "reviews", str(THINNED)).stderr == ""
    longer = tmp_path / "josh_thinned.csv"
    lines = THINNED.read_text().splitlines()
    longer.write_text("\n".join([lines[0], "9999,1600000000000,3,500", *lines[1:]]) + "\n")
    assert forecall("import", "reviews", str(THINNED)).stdout.startswith("0 of ")
    assert forecall("import", "reviews", str(longer)).stdout.startswith("1 of ")
    assert forecall("check", "--data").exit_code == 0


def test_two_reviews_at_one_instant_and_a_long_pause(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """Both are kept; of a pause two minutes count."""
    file = tmp_path / "reviews.csv"
    at = 1_700_000_000_000
    file.write_text(f"card_id,review_time,rating,duration\n1,{at},3,900000\n2,{at},3,1000\n1,{at},3,1\n")
    assert forecall("import", "reviews", str(file)).stdout.startswith("3 of 3 reviews of 2 cards")
    assert forecall("import", "reviews", str(file)).stdout.startswith("0 of 3 ")
    (day,) = json.loads(forecall("stats", "--days", "0", "--json").stdout)["figures"]["reviews"]["table"]
    assert (day["new"], day["drill"], day["ms"]) == (2, 1, 121_001)


def test_a_deck_with_these_ids_takes_the_history_over(
    forecall: Forecall, decks: Path, tmp_path: Path
) -> None:
    """A card whose deck comes later starts where its history ends."""
    file = tmp_path / "reviews.csv"
    file.write_text("rating,card_id,review_time,duration\n4,one,1700000000000,700\n")
    forecall("import", "reviews", str(file), "--deck", "tiny")
    assert json.loads(forecall("due", "--json").stdout)["total"] == {"new": 1, "due": 1, "drill": 0}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("card_id,rating\n1,2\n", "The first line does not name review_time, duration."),
        ("", "The first line does not name card_id"),
        ("card_id,review_time,rating,duration\n1,5,2,3\n1,5,9,3\n", "reviews.csv:3: The rating is `9`."),
        ("card_id,review_time,rating,duration\n1,soon,2,3\n", "reviews.csv:2: The review_time is `soon`."),
        ("card_id,review_time,rating,duration\n1,5,2\n", "reviews.csv:2: The duration is ``."),
        ("card_id,review_time,rating,duration\n1,-5,2,3\n", "The review_time is `-5`."),
        ("card_id,review_time,rating,duration\n,5,2,3\n", "reviews.csv:2: There is no card_id."),
        ("card_id,review_time,rating,duration\n1,99999999999999999999,2,3\n", "must be a whole number"),
        ("card_id,review_time,rating,duration\n1,\ud800,2,3\n", "This is no CSV file"),
    ],
)
def test_a_wrong_file_is_refused_whole(
    forecall: Forecall, decks: Path, tmp_path: Path, text: str, told: str
) -> None:
    """With file and line; nothing of it is imported."""
    file = tmp_path / "reviews.csv"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    result = forecall("import", "reviews", str(file))
    assert result.exit_code == 3
    assert told in result.stderr
    assert json.loads(forecall("stats", "--json").stdout)["figures"]["calendar"]["table"] == []


def test_names_that_are_no_deck(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """The id of a deck is checked, and a file that is not there is told."""
    assert "can't be the id of a deck" in forecall("import", "reviews", str(THINNED), "--deck", "A b").stderr
    assert str(tmp_path / "none.csv") in forecall("import", "reviews", str(tmp_path / "none.csv")).stderr


def test_a_fresh_start_by_import_still_gets_the_bundled_decks(forecall: Forecall, tmp_path: Path) -> None:
    """Importing first does not leave somebody without decks."""
    forecall("import", "reviews", str(THINNED))
    assert list((tmp_path / "data" / "decks").glob("*.yaml"))


def test_text_csv_and_json_tell_the_same(forecall: Forecall, decks: Path) -> None:
    """Every row of every table stands in the CSV; every line of the text in the JSON."""
    forecall("import", "reviews", str(THINNED), "--deck", "tiny")
    known = json.loads(forecall("stats", "--days", "0", "--json").stdout)
    text = forecall("stats", "--days", "0").stdout
    rows = list(csv.reader(io.StringIO(forecall("stats", "--days", "0", "--csv").stdout)))
    assert rows[0] == ["figure", "row", "measure", "value"]
    cells = {(figure, row, measure): value for figure, row, measure, value in rows[1:]}
    for key, figure in known["figures"].items():
        assert figure["title"] in text
        assert figure["definition"]
        wide = max(12, *map(len, figure["text"]))
        for label, told in figure["text"].items():
            assert f"  {label:<{wide}} {told}\n" in text + "\n"
        for row in figure["table"]:
            (_, first), *others = row.items()
            for name, value in others:
                if value is not None:
                    assert cells[key, str(first), name] == str(value)


def test_what_hurts_is_told_too(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """Of cards that a deck file holds: a history alone names none."""
    rows = [f"one,{1_700_000_000_000 + n * 86_400_000},{3 if n == 0 else 1},900\n" for n in range(5)]
    file = tmp_path / "reviews.csv"
    file.write_text("card_id,review_time,rating,duration\n" + "".join(rows))
    forecall("import", "reviews", str(file), "--deck", "tiny")
    found = json.loads(forecall("stats", "--days", "0", "--json").stdout)["figures"]
    assert found["forgotten"]["text"] == {"tiny/one": "4 of 4 failed"}
    assert "leeches" not in found
    assert "  tiny/one     4 of 4 failed\n" in forecall("stats", "--days", "0").stdout


def test_scope_is_told_and_unknown_ones_refused(forecall: Forecall, decks: Path) -> None:
    """With the nearest name."""
    assert forecall("stats", "--deck", "tiny", "--days", "30").stdout.startswith("deck tiny, 30 days to ")
    assert "Did you mean `tiny`?" in forecall("stats", "--deck", "tin").stderr
    assert forecall("stats", "--tag", "none").exit_code == 3
    assert forecall("stats", "--json", "--html", "x.html").exit_code == 2


def test_few_reviews_tell_no_share(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """Three reviews are no retention."""
    file = tmp_path / "reviews.csv"
    days = [f"1,{1_700_000_000_000 + n * 86_400_000},3,900\n" for n in range(4)]
    file.write_text("card_id,review_time,rating,duration\n" + "".join(days))
    forecall("import", "reviews", str(file), "--deck", "few")
    assert "too few to tell, 3 reviews" in forecall("stats", "--days", "0", "--deck", "few").stdout
