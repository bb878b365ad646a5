"""`forecall review --cram`, `--ahead` and `--go-on`: which cards are asked beyond what the day brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

import click

from app.core.errors import ForecallError
from app.study import extra
from app.study.services import Services

Choice: TypeAlias = Callable[[Services, date], extra.Extra]
"""Chooses cards on a study day."""


def chooser(
    decks: Sequence[str], *, cram: str | None, ahead: int | None, count: bool, go_on: bool
) -> Choice | None:
    """Return what chooses the cards that the command line asks for; None if those of the day are meant.

    Raises:
        click.UsageError: If it asks for two things at once.
    """
    if (cram is not None) + (ahead is not None) + go_on > 1:
        raise click.UsageError("Of --cram, --ahead and --go-on one at a time.")
    if count and cram is None and ahead is None:
        raise click.UsageError("--count goes with --cram or --ahead.")
    if go_on and decks:
        raise click.UsageError("--go-on takes no deck: it goes on with the same cards.")
    wanted = list(decks) or None
    if cram is not None:
        query = cram
        return lambda services, today: extra.cram(
            services.cards, today, query, wanted, counts=count, rules=services.rules
        )
    if ahead is not None:
        days = ahead
        return lambda services, today: extra.ahead(services.cards, today, days, wanted, counts=count)
    return _interrupted if go_on else None


def _interrupted(services: Services, today: date) -> extra.Extra:
    found = extra.interrupted(services.cards, services.practice(), today)
    if found is None:
        raise ForecallError("Nothing that was crammed or studied ahead was interrupted.")
    return found
