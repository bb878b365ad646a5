"""Questions of the past, as the log holds them."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.store.rows import Row, card_of, instant_of

if TYPE_CHECKING:
    from app.core.replay import PastQuestion

_QUESTIONS = """
SELECT l.id, k.name, c.entry, c.part, n.json, c.meta, l.content <> coalesce(c.content, -1), l.at, l.grade,
  l.seed, l.drawn, coalesce(l.typed, ''), l.outcome, l.digest, coalesce(e.json, '')
FROM log l JOIN review r ON r.log = l.id JOIN card c ON c.id = l.card JOIN deck k ON k.id = c.deck
JOIN content n ON n.id = l.content LEFT JOIN env e ON e.id = l.env
"""
_OF_CARD = f"{_QUESTIONS} WHERE l.card = (SELECT id FROM card WHERE name = :name) ORDER BY l.ord"
_ONE = f"{_QUESTIONS} WHERE l.id = :review"
_LAST_RUNS = f"""{_QUESTIONS}
WHERE c.retired = 0 AND l.id IN (
  SELECT x.id FROM (
    SELECT g.id, row_number() OVER (PARTITION BY g.card ORDER BY g.ord DESC, g.id DESC) place
    FROM log g JOIN review q ON q.log = g.id WHERE g.digest <> '') x
  WHERE x.place = 1)
ORDER BY k.name, c.id
"""


class Replays(ABC):
    """Finds questions of the past; how a statement reaches the database is left open."""

    @abstractmethod
    def _rows(self, text: str, values: Mapping[str, Any]) -> Sequence[Row]:
        """Run one statement and return all its rows."""

    def question(self, review: int) -> PastQuestion | None:
        """Return a question by its number; None if there is none that counts."""
        rows = self._rows(_ONE, {"review": review})
        return _question(rows[0]) if rows else None

    def questions_of(self, name: str) -> list[PastQuestion]:
        """Return the questions of a card, by its name, oldest first."""
        return [_question(row) for row in self._rows(_OF_CARD, {"name": name})]

    def last_runs(self) -> list[PastQuestion]:
        """Return of each card that is there the last question that ran to its end."""
        return [_question(row) for row in self._rows(_LAST_RUNS, {})]


def _question(row: Row) -> PastQuestion:
    from app.core.replay import PastQuestion

    review, deck, entry, part, content, meta, changed, at, grade, seed = row[:10]
    drawn, typed, outcome, digest, env = (json.loads(text) if text else {} for text in row[10:])
    card = card_of(deck, entry, part, content, meta)
    return PastQuestion(
        review, card, bool(changed), instant_of(at), grade, seed, drawn, typed, outcome, digest, env
    )
