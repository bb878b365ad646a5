"""`forecall trust`: the snippets that the learner agreed to, where the machine can't cage them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import click

from app.cli.output import json_text
from app.cli.wiring import now
from app.core.errors import ForecallError
from app.core.text import clean
from app.settings.agreements import Agreement, Agreements
from app.settings.here import settings_here


def list_trusted(decks: str, as_json: bool) -> None:
    """Print what was agreed to, oldest first."""
    found = _agreements(decks).all()
    if as_json:
        click.echo(json_text([asdict(agreement) for agreement in found]))
        return
    for agreement in found:
        click.echo(
            clean(f"{agreement.at[:10]}  {agreement.key[:8]}  {agreement.card}  {agreement.line}").replace(
                "\n", " "
            )
        )
    click.echo(f"{len(found)} snippets run without a cage because you agreed to them.", err=True)


def revoke(decks: str, named: Sequence[str], everything: bool) -> None:
    """Take agreements back, by card or by the beginning of a key.

    Raises:
        ForecallError: If nothing is known by a name; then all stay.
    """
    agreements = _agreements(decks)
    known = agreements.all()
    gone = known if everything else [one for name in named for one in _named(name, known)]
    agreements.revoke(one.key for one in gone)
    click.echo(f"{len(gone)} snippets will ask again.", err=True)


def _named(name: str, known: Sequence[Agreement]) -> list[Agreement]:
    found = [one for one in known if one.card == name or (len(name) >= 8 and one.key.startswith(name))]
    if not found:
        fix = "`forecall trust` lists them; name one by its card or its key."
        raise ForecallError(f"There is no agreement `{name}`.", fix=fix)
    return found


def _agreements(decks: str) -> Agreements:
    where, _ = settings_here(decks)
    return Agreements(where.data, now)
