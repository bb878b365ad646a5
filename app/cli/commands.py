"""The commands of forecall."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import __version__
from app.cli.card_commands import CARD_COMMANDS
from app.cli.errors import Commands
from app.cli.output import cleaned, json_text
from app.cli.upkeep_commands import UPKEEP_COMMANDS
from app.core.errors import EXIT_PROBLEMS, ForecallError

if TYPE_CHECKING:
    from app.cli.more import Choice

_EPILOG = """Results go to stdout, talk goes to stderr.
Exit codes: 0 done; 1 problems were found; 2 the command line is wrong; 3 it could not be done."""


@click.group(
    cls=Commands,
    invoke_without_command=True,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s", prog_name="forecall")
@click.option("--decks", default="", metavar="DIR", help="Use the decks in this folder.")
@click.pass_context
def main(context: click.Context, decks: str) -> None:
    """Flashcards for machine learning, some of which really run.

    Without a command: the home screen, with what is due today.
    """
    context.obj = decks
    if context.invoked_subcommand is None:
        _show(decks, None)


def _show(decks: str, start: list[str] | None, choose: Choice | None = None) -> None:
    # Nothing made before the first frame is garbage; after it the app turns collection on again.
    gc.disable()
    try:
        from app.cli.wiring import show

        show(decks, start, choose=choose)
    finally:
        gc.enable()


def _complete_deck(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    from app.cli.wiring import deck_ids

    found = context.find_root().params.get("decks") or ""
    return [deck for deck in deck_ids(found) if deck.startswith(incomplete)]


@main.command()
@click.argument("deck", nargs=-1, shell_complete=_complete_deck)
@click.option("--plain", is_flag=True, help="Line by line: for screen readers, dumb terminals and pipes.")
@click.option("--cram", metavar="QUERY", help="Cram the cards that a search finds (words, deck:, tag:).")
@click.option("--ahead", type=click.IntRange(1, 365), metavar="DAYS", help="Study ahead what falls due.")
@click.option("--count", is_flag=True, help="With --cram or --ahead: the grades count for the schedule.")
@click.option("--go-on", is_flag=True, help="Go on with what was crammed or studied ahead, and interrupted.")
@click.pass_obj
def review(decks: str, /, deck: tuple[str, ...], plain: bool, **more: Any) -> None:
    """Review what is due today, of all decks or of each DECK.

    Cramming and studying ahead leave the schedule alone, unless they are told to count.
    """
    choose = None
    if more != {"cram": None, "ahead": None, "count": False, "go_on": False}:
        from app.cli.more import chooser  # the first frame of a review does not wait for it

        choose = chooser(deck, **more)
    if plain:
        from app.cli.plain import review_plainly

        review_plainly(decks, deck, choose)
    else:
        _show(decks, list(deck), choose)


@main.command()
@click.option("--json", "form", flag_value="json", help="As JSON.")
@click.option("--line", "form", flag_value="line", help="In one line, for prompts; nothing if nothing waits.")
@click.pass_obj
def due(decks: str, form: str | None) -> None:
    """Count the cards that wait today, by deck."""
    from app.cli.reports import due_line, due_rows, due_table
    from app.cli.wiring import collection

    with collection(decks) as cards:
        rows = due_rows(*cards)
    if form == "json":
        click.echo(json_text(rows))
    elif told := due_line(rows) if form == "line" else due_table(rows):
        click.echo(told)


@main.command()
@click.option("--deck", default="", metavar="DECK", help="Only this deck.", shell_complete=_complete_deck)
@click.option("--tag", default="", metavar="TAG", help="Only cards that have this tag now.")
@click.option(
    "--days", default=365, type=click.IntRange(0, 36500), help="Study days to look back; 0 for all. [365]"
)
@click.option("--json", "form", flag_value="json", help="As JSON, with definitions and all numbers.")
@click.option("--csv", "form", flag_value="csv", help="As CSV, one number a line.")
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="As one HTML page.",
)
@click.pass_obj
def stats(decks: str, deck: str, tag: str, days: int, form: str | None, page: Path | None) -> None:
    """Tell how the learning goes: reviews, retention, streak, forecast and more.

    A share comes with its 95 % interval and its number; from fewer than ten reviews none is told.
    Undone reviews do not count. --json tells what each figure counts.
    """
    from app.cli.stats import stats as told

    if form and page:
        raise click.UsageError("--html goes with neither --json nor --csv.")
    click.echo(told(decks, deck, tag, days, form or "text", page))


@main.group("import")
def import_() -> None:
    """Bring in what other programs kept."""


@import_.command("reviews")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--deck", default="", metavar="DECK", help="Deck that the cards belong to. [the file's name]")
@click.pass_obj
def import_reviews(decks: str, file: Path, deck: str) -> None:
    """Merge the reviews of a CSV FILE into the history.

    Its first line names the columns: card_id; review_time in milliseconds since 1970, UTC; rating from
    1 (again) to 4 (easy), which become the grades 2 to 5; duration in milliseconds, of which two minutes
    count. Study days are those of this machine's time zone. The cards get only a history, and count in no
    forecast, until a deck of this id holds cards with these ids. Importing a file again adds nothing.
    """
    from app.cli.imports import import_reviews as bring_in

    bring_in(decks, file, deck)


@main.command()
@click.argument("path", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--data", is_flag=True, help="Check the stored data instead: state = fold(log), rollups = recount."
)
@click.option("--rebuild", is_flag=True, help="With --data: put right what differs.")
@click.option("--no-run", is_flag=True, help="Do not run live cards.")
@click.option("--full", is_flag=True, help="Run live cards with many drawings, in two processes.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@click.pass_obj
def check(decks: str, /, path: tuple[Path, ...], data: bool, rebuild: bool, **how: bool) -> None:
    """Check deck files, or all files of the deck folder, and run their live cards.

    What makes a card hard to learn is told with the id of its rule; `lint: [-W20]` exempts a card.
    Only snippets that a review would run unasked are run: where none is caged, those that you agreed to.
    The others are listed.
    """
    from app.cli import checks

    if rebuild and not data:
        raise click.UsageError("--rebuild goes with --data.")
    if how["full"] and how["no_run"]:
        raise click.UsageError("--full does not go with --no-run.")
    told = checks.How(run=not how["no_run"], full=how["full"], strict=how["strict"])
    found = checks.check_data(decks, rebuild) if data else checks.check_decks(decks, path, told)
    if found:
        sys.exit(EXIT_PROBLEMS)


@main.command()
@click.argument("notes", type=click.Path(path_type=Path))
@click.option("--facts", type=click.Path(path_type=Path), help="A list of facts, in JSON, with its outline.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--screen", is_flag=True, help="On a screen, where each section opens.")
@click.pass_obj
def coverage(decks: str, notes: Path, facts: Path | None, as_json: bool, screen: bool) -> None:
    """Show which sections and facts of NOTES have cards, and which cards point nowhere.

    Counted are the decks with `notes: NOTES`, by the `source:` and `facts:` of their cards.
    """
    if screen and as_json:
        raise click.UsageError("--screen does not go with --json.")
    if screen:
        from app.cli.wiring import show_coverage

        show_coverage(decks, notes, facts)
        return
    from app.cli.notes import coverage as print_coverage

    if print_coverage(decks, notes, facts, as_json):
        sys.exit(EXIT_PROBLEMS)


@main.command()
@click.argument("notes", type=click.Path(path_type=Path))
@click.option("--deck", default="", metavar="ID", help="Id of the deck.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write a new file.")
def new(notes: Path, deck: str, output: Path | None) -> None:
    """Draft a deck from the headings, bullets and code of NOTES, in Markdown or text.

    One card to fill in for each piece, linked to its section; nothing is invented.
    """
    from app.cli.notes import new as draft_deck

    draft_deck(notes, deck, output)


@main.command()
@click.argument("review")
@click.pass_obj
def replay(decks: str, review: str) -> None:
    """Show a past question as it was asked, and run it again.

    REVIEW is the number of a review, or a card's name, whose reviews are then listed.
    """
    from app.cli import replays

    replays.replay(decks, review)


@main.command()
@click.pass_obj
def drift(decks: str) -> None:
    """List the cards whose answers changed since they were last reviewed.

    Each runs once more with its numbers and seed of then: look after an upgrade of numpy or torch.
    """
    from app.cli import replays

    if replays.show_drift(decks):
        sys.exit(EXIT_PROBLEMS)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--revoke", multiple=True, metavar="NAME", help="Ask again for this card, or this key.")
@click.option("--revoke-all", is_flag=True, help="Ask again for all of them.")
@click.pass_obj
def trust(decks: str, as_json: bool, revoke: tuple[str, ...], revoke_all: bool) -> None:
    """List the snippets that you agreed to, or take that back.

    Where snippets are caged none is asked for, and this list stays empty.
    """
    from app.cli import trust as trusted

    if revoke or revoke_all:
        trusted.revoke(decks, revoke, revoke_all)
    else:
        trusted.list_trusted(decks, as_json)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def where(decks: str, as_json: bool) -> None:
    """Print where the config file, the decks, the database and its backups are."""
    from app.settings.here import settings_here

    paths, _ = settings_here(decks)
    found = {
        "config": str(paths.config),
        "decks": str(paths.decks),
        "database": str(paths.database),
        "backups": str(paths.backups),
    }
    if as_json:
        click.echo(json_text(found))
    else:
        click.echo(cleaned("\n".join(f"{name:<9} {path}" for name, path in found.items())))


@main.command()
def schema() -> None:
    """Print the JSON Schema of deck files, for editors."""
    from app.deckfile.schema import schema as deck_schema

    click.echo(json_text(deck_schema(), indent=2))


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a SHELL.

    bash: eval "$(forecall completion bash)" in ~/.bashrc; zsh the same in ~/.zshrc;
    fish: forecall completion fish > ~/.config/fish/completions/forecall.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise ForecallError(f"There is no completion for {shell}.")
    click.echo(found(main, {}, "forecall", "_FORECALL_COMPLETE").source())


for _command in (*CARD_COMMANDS, *UPKEEP_COMMANDS):
    main.add_command(_command)
