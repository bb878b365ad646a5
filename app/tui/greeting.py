"""What home says: at the first start, before the day's cards, when all is done, and where nothing is."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from app.study.today import Backlog, Today
from app.tui.desk import Desk
from app.tui.face import GAP, Part, plain
from app.tui.words import count

_MUTED = "$foreground-muted"


def said_of_today(today: Today, desk: Desk, keys: Mapping[str, str]) -> list[Part]:
    """Return what is said above the decks.

    Args:
        today: What waits.
        desk: What all screens share.
        keys: The name of each action's key.
    """
    if not today.decks:
        return _nothing_there(desk)
    return [*_interrupted(desk, keys), *_of_the_day(today, keys)]


def _interrupted(desk: Desk, keys: Mapping[str, str]) -> list[Part]:
    extra = desk.interrupted
    if extra is None:
        return []
    said = f"interrupted: {extra.what}, {count(len(extra.cards), 'card')} left: "
    return [Part(plain(said, _MUTED) + _with_keys("{go_on} goes on.", keys))]


def _of_the_day(today: Today, keys: Mapping[str, str]) -> list[Part]:
    if not today.waits:
        return _all_done(today, keys)
    numbers = ((today.new, "new"), (today.due, "due"), (today.drill, "to drill"))
    dot = plain(" · ", _MUTED)
    said = dot.join(plain(str(n), "bold") + plain(f" {what}") for n, what in numbers if n)
    left = today.new + today.due + today.drill
    begun = f"continue: {left} left of today's sitting: " if today.answered else "today: "
    parts = [Part(plain(begun, _MUTED) + said)]
    return parts if today.backlog is None else [*parts, _of_backlog(today.backlog)]


def said_below(today: Today, desk: Desk, keys: Mapping[str, str]) -> list[Part]:
    """Return what is said below the decks: help for beginners, what is held, what is wrong, and where."""
    parts = _welcome(keys) if today.waits and _never_reviewed(today) else []
    held = sum(deck.held for deck in today.decks)
    if held:
        parts.append(Part(plain(f"{count(held, 'card')} held: this machine lacks what they need.")))
    if desk.intake is not None:
        known = desk.intake.known_problems
        if known:
            said = f"{count(known, 'problem')} in the deck files: run `forecall check`."
            parts.append(Part(plain(said, "$text-warning")))
        else:
            said_once = {f"{problem.what} {problem.fix}" for problem in desk.intake.problems}
            parts += [Part(plain(said, "$text-warning")) for said in sorted(said_once)]
    if desk.newer:
        said = f"Newer versions of {count(desk.newer, 'deck')}: {{update}} shows what they would change."
        parts.append(Part(_with_keys(said, keys)))
    if today.decks and desk.services.decks_at:
        parts.append(Part(plain(f"decks: {desk.services.decks_at}", _MUTED)))
    return parts


def _of_backlog(backlog: Backlog) -> Part:
    when = "not clear within a year" if backlog.days is None else f"clear in {count(backlog.days, 'day')}"
    said = f"{count(backlog.cards, 'card')} more due: at this pace, {backlog.per_day} a day, {when}."
    return Part(plain(said, "$text-warning"))


def _never_reviewed(today: Today) -> bool:
    return all(deck.new + deck.held >= deck.cards for deck in today.decks)


def _welcome(keys: Mapping[str, str]) -> list[Part]:
    return [
        Part(
            _with_keys(
                "Welcome. {review} asks the deck under the cursor, {review_all} asks all of them.", keys
            )
        ),
        Part(plain("Think first, see the answer, then say by a digit how well you knew it.")),
        Part(
            _with_keys("Every grade is saved at once. {help} shows all keys; {browse} shows all cards.", keys)
        ),
        GAP,
    ]


def _nothing_there(desk: Desk) -> list[Part]:
    if desk.intake is None and desk.trouble is None:
        return [Part(plain("Reading the decks…", _MUTED))]
    return [
        Part(plain("There are no cards yet.", "bold")),
        GAP,
        Part(plain(f"Looked for deck files (*.yaml) in {desk.services.decks_at}.")),
        Part(plain("Put one there, or choose another folder with --decks, and start again.")),
    ]


def _all_done(today: Today, keys: Mapping[str, str]) -> list[Part]:
    line = plain("All done for today.", "bold $text-success")
    if today.next_due is not None:
        days = (today.next_due - today.day).days
        when = "tomorrow" if days == 1 else f"in {count(days, 'day')}"
        line += plain(f" The next card comes {when}.")
    parts = [Part(line)]
    later = sum(deck.new for deck in today.decks)
    if later:
        parts.append(
            Part(plain(f"{count(later, 'new card')} wait: the config file says how many come a day."))
        )
    now = "Now: {browse} look through the cards, {progress} see how the learning goes, {quit} leave."
    return [*parts, Part(_with_keys(now, keys))]


def _with_keys(text: str, keys: Mapping[str, str]) -> Content:
    """Return a text with names of keys in place of ``{action}``."""
    pieces = text.replace("}", "{").split("{")
    return Content("").join(
        Content.styled(keys[piece], "bold $text-accent") if piece in keys else plain(piece, _MUTED)
        for piece in pieces
    )
