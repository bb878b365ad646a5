"""Rows for the log, as the study room hands them in: without their place in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.core.collection import StoredCard
from app.core.log import Act, Entry, RowId
from app.study.asking import Asked
from app.study.verdict import Verdict


def entry(stored: StoredCard, act: Act, at: datetime, day: date, note: str = "") -> Entry:
    """Return the row of an act on a card."""
    return Entry(
        id=RowId("", 0),
        ord=0,
        at=at.astimezone(UTC),
        offset=int((at.utcoffset() or timedelta()).total_seconds()),
        day=day,
        card=stored.uid,
        deck=stored.card.deck,
        act=act,
        note=note,
    )


def answered(
    given: Entry,
    asked: Asked,
    grade: int,
    ms: int,
    typed: Mapping[str, str] | None,
    verdict: Verdict | None,
) -> Entry:
    """Return a row with an answer: all that is needed to ask the question again as it was."""
    random_parts = bool(asked.code or asked.options)
    return replace(
        given,
        grade=grade,
        ms=ms,
        typed=json.dumps(dict(typed), ensure_ascii=False) if typed else None,
        outcome=verdict.outcome_json if verdict else "",
        seed=asked.seed if random_parts else None,
        drawn=json.dumps(dict(asked.drawn)) if asked.drawn else "",
        digest=verdict.digest_json if verdict else "",
    )
