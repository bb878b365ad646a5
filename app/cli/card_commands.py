"""The commands about single cards; what they do is imported when they run."""

from __future__ import annotations

import gc
from pathlib import Path

import click


@click.command()
@click.argument("deck")
@click.option("--q", "question", help="The question.")
@click.option("--a", "answer", help="The answer.")
@click.option("--cloze", help="A text with {{holes}} instead of question and answer.")
@click.option("--why", help="Shown after the answer.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.")
@click.option("--lang", default="", metavar="CODE", help="The language of the texts, such as en or zh.")
@click.option("--id", "entry", default="", help="The card's id; minted if it is left out.")
@click.option("--new-deck", metavar="TITLE", help="Make the deck, with this title, if there is none.")
@click.pass_obj
def add(
    decks: str,
    /,
    deck: str,
    tags: tuple[str, ...],
    lang: str,
    entry: str,
    new_deck: str | None,
    **texts: str | None,
) -> None:
    r"""Add a card to DECK, from options or as YAML from standard input.

    \b
    forecall add optimizers --q "Default betas of Adam?" --a "(0.9, 0.999)"
    forecall add optimizers < card.yaml
    """
    from app.cli import cards

    names = {"question": "q", "answer": "a"}
    given = {names.get(name, name): text for name, text in texts.items() if text is not None}
    block = cards.written(entry, given, lang, tags) if given else cards.from_stdin()
    cards.add(decks, deck, block, new_deck)


@click.command()
@click.argument("card")
@click.pass_obj
def edit(decks: str, card: str) -> None:
    """Open CARD (deck/card) in your editor ($VISUAL or $EDITOR), at its line."""
    from app.cli import cards

    cards.edit(decks, card)


@click.command()
@click.argument("query", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON, one card a line.")
@click.pass_obj
def search(decks: str, query: tuple[str, ...], as_json: bool) -> None:
    """List the cards that QUERY finds.

    Words, "phrases", deck:cnn tag:x kind:live is:due is:changed source:x id:x, ease<2, rated:7:1;
    -x negates, `or` and parentheses join. Put -- before a query that begins with a minus.
    """
    from app.cli import cards

    cards.search(decks, " ".join(query), as_json)


@click.command()
@click.argument("query", nargs=-1)
@click.pass_obj
def browse(decks: str, query: tuple[str, ...]) -> None:
    """List all cards on a screen, or those that QUERY finds: search, edit, act on one or many."""
    gc.disable()  # until the first frame, see `_show`
    try:
        from app.cli.wiring import show_cards

        show_cards(decks, " ".join(query))
    finally:
        gc.enable()


@click.command()
@click.argument("card")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def history(decks: str, card: str, as_json: bool) -> None:
    """Print what happened to CARD (deck/card), and its texts over time."""
    from app.cli import cards

    cards.history(decks, card, as_json)


@click.command()
@click.argument("source", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--diff", is_flag=True, help="Show both texts of cards that you edited, too.")
@click.option("--undo", is_flag=True, help="Take the last update back.")
@click.option("--screen", is_flag=True, help="On a screen, where each card can be decided upon.")
@click.pass_obj
def update(decks: str, source: Path | None, yes: bool, diff: bool, undo: bool, screen: bool) -> None:
    """Take over newer decks, card by card: from SOURCE, or those that came with this forecall.

    Cards you left alone are updated, those you edited stay, new ones are added, dropped ones retired.
    It says what it would do before it does it.
    """
    if screen and (yes or diff or undo):
        raise click.UsageError("--screen goes with no other option.")
    if screen:
        from app.cli.wiring import show_update

        show_update(decks, source)
        return
    from app.cli import updating

    if undo:
        updating.undo(decks)
    else:
        updating.update(decks, source, yes=yes, diff=diff)


CARD_COMMANDS = (add, edit, search, browse, history, update)
