"""Reviews of another program, from a CSV file, as rows of the log."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TextIO

from app.core.card import uid_of
from app.core.day import study_day
from app.core.errors import ForecallError
from app.core.log import Act, Entry, RowId
from app.study.sitting import LONGEST_ANSWER_MS

COLUMNS = ("card_id", "review_time", "rating", "duration")
_GRADE_OF_RATING = {"1": 2, "2": 3, "3": 4, "4": 5}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Reviewed(NamedTuple):
    """One line: the card's id there, the instant in ms since 1970, the grade here, and the time in ms."""

    card: str
    at: int
    grade: int
    ms: int


def entries(file: TextIO, where: str, deck: str, params: str, rollover_hour: int) -> list[Entry]:
    """Return the rows of the log for a file.

    The same line always gives the same row, so that what is read again, or from a longer file, is known
    already: the device is named after the deck, and the number of a row is its instant.

    Args:
        file: CSV with a header that names `COLUMNS`; others are ignored.
        where: What the file is called.
        deck: Id of the deck that its cards are put in.
        params: Hash of the parameters that the grades are folded with.
        rollover_hour: Hour at which a study day begins, on the wall clock of this machine.

    Raises:
        ForecallError: If the file is not as described; with the line.
    """
    reviews = sorted(_lines(file, where), key=lambda each: (each.at, each.card))
    found, last = list[Entry](), 0
    for review in reviews:
        last = max(review.at, last + 1)
        found.append(_entry(review, last, deck, params, rollover_hour))
    return found


def _lines(file: TextIO, where: str) -> Iterator[Reviewed]:
    try:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise ForecallError(
                f"The first line does not name {', '.join(missing)}.",
                where=where,
                fix=f"It must name the columns {', '.join(COLUMNS)}.",
            )
        for row in reader:
            yield _reviewed(row, f"{where}:{reader.line_num}")
    except (csv.Error, UnicodeDecodeError) as error:
        raise ForecallError(f"This is no CSV file: {error}.", where=where) from error


def _reviewed(row: Mapping[str, str | None], where: str) -> Reviewed:
    card, at, rating, ms = (str(row[name] or "").strip() for name in COLUMNS)
    if not card:
        raise ForecallError("There is no card_id.", where=where, fix="Nothing was imported.")
    if rating not in _GRADE_OF_RATING:
        fix = "It must be 1 (again), 2 (hard), 3 (good) or 4 (easy). Nothing was imported."
        raise ForecallError(f"The rating is `{rating[:20]}`.", where=where, fix=fix)
    for name, value in (("review_time", at), ("duration", ms)):
        if not (value.isdecimal() and value.isascii() and 0 < len(value) < 15):
            fix = "It must be a whole number of milliseconds. Nothing was imported."
            raise ForecallError(f"The {name} is `{value[:20]}`.", where=where, fix=fix)
    return Reviewed(card, max(1, int(at)), _GRADE_OF_RATING[rating], min(int(ms), LONGEST_ANSWER_MS))


def _entry(review: Reviewed, number: int, deck: str, params: str, rollover_hour: int) -> Entry:
    at = _EPOCH + timedelta(milliseconds=review.at)
    local = at.astimezone()
    offset = local.utcoffset() or timedelta()
    return Entry(
        id=RowId(f"import-{deck}", number),
        ord=number,
        at=at,
        offset=int(offset.total_seconds()),
        day=study_day(local, rollover_hour),
        card=uid_of(f"{deck}/{review.card}"),
        deck=deck,
        act=Act.GRADE,
        grade=review.grade,
        ms=review.ms,
        gesture=number,
        params=params,
    )
