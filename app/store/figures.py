"""Reading the counts that figures are computed from; no call scans the log of a whole collection."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from app.core.log import Stage
from app.store import figures_sql as sql
from app.store import measures
from app.store.rows import Row

if TYPE_CHECKING:
    from app.core.statistics.counts import Counts, Day, Scope, Tally

_STAGES = tuple(Stage)
_NONE = -1


class Figures(ABC):
    """Reads counts; how a statement reaches the database is left open."""

    @abstractmethod
    def _rows(self, text: str, values: Mapping[str, Any]) -> Sequence[Row]:
        """Run one statement and return all its rows."""

    def tags(self) -> dict[str, int]:
        """Return the tags of the cards that are in a deck file, with their number of cards, most first."""
        return {tag: n for tag, n in self._rows(sql.TAGS, {})}  # noqa: C416 (rows are no tuples to mypy)

    def knows_deck(self, name: str) -> bool:
        """Tell whether there is a deck with this id, or at least a history of one."""
        return self._deck(name) != _NONE

    def counts(self, scope: Scope) -> Counts:
        """Return what is counted in a scope; an unknown deck or tag has nothing.

        Without a tag it reads rollups only, and costs the same at any size of the collection. With a tag
        it reads the cards that have it now, and their reviews.
        """
        # The first frame does not wait for what only figures need.
        from app.core.statistics.counts import Counts

        values = self._values(scope)
        tag = bool(scope.tag)
        every = values | {"first": 0}
        days = _days(self._rows(sql.DAYS_OF_TAG if tag else sql.DAYS, every))
        found = _tallies(self._rows(sql.MEASURES_OF_TAG if tag else sql.MEASURES, values))
        standing: dict[int, dict[int, int]] = defaultdict(dict)
        for measure, value, n in self._rows(sql.STANDING_OF_TAG if tag else sql.STANDING, values):
            standing[measure][value] = n
        due = standing[measures.DUE]
        ((held,),) = self._rows(sql.HELD_OF_TAG if tag else sql.HELD, values)
        return Counts(
            scope=scope,
            days=days,
            grades={(_STAGES[v // 10], v % 10): tally.n for v, tally in found[measures.GRADE].items()},
            kinds={measures.KINDS[value]: tally for value, tally in found[measures.KIND].items()},
            hours=found[measures.HOUR],
            spans=found[measures.SPAN],
            due={date.fromordinal(day): n for day, n in due.items() if day},
            new=due.get(0, 0),
            intervals=standing[measures.INTERVAL],
            eases=standing[measures.EASE],
            suspended=standing[measures.SUSPENDED].get(0, 0),
            held=held,
        )

    def _values(self, scope: Scope) -> dict[str, Any]:
        return {
            "deck": self._deck(scope.deck),
            "tag": scope.tag,
            "first": scope.first.toordinal(),
            "today": scope.today.toordinal(),
        }

    def _deck(self, name: str) -> int:
        if not name:
            return 0
        rows = self._rows(sql.DECK, {"deck": name})
        return int(rows[0][0]) if rows else _NONE


def _days(rows: Sequence[Row]) -> dict[date, Day]:
    from app.core.statistics.counts import Day

    done: dict[int, list[int]] = {}
    for number, value, n, passed, ms in rows:
        day = done.setdefault(number, [0, 0, 0, 0, 0])
        day[value] = n
        day[3] += passed if value == measures.REVIEW else 0
        day[4] += ms
    return {date.fromordinal(number): Day(*done[number]) for number in sorted(done)}


def _tallies(rows: Sequence[Row]) -> Mapping[int, Mapping[int, Tally]]:
    from app.core.statistics.counts import Tally

    found: dict[int, dict[int, Tally]] = defaultdict(dict)
    for measure, value, *numbers in rows:
        found[measure][value] = Tally(*numbers)
    return found
