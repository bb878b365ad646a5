"""The config file: TOML, every key optional, every mistake told at once."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.core.errors import ForecallError
from app.core.rules import DeckLimits, Rules


@dataclass(frozen=True, slots=True)
class Config:
    """What the config file says.

    Attributes:
        language: Language that cards are shown in first.
        theme: Name of a Textual theme; empty means the default.
        decks: Deck folder; empty means the default.
        rules: Limits and habits of a sitting.
        keys: Keys of screens by the name of what they do, as written; the screens know the names.
    """

    language: str = "en"
    theme: str = ""
    decks: str = ""
    rules: Rules = field(default_factory=Rules)
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of the file: what it may be, and how that is said."""

    fits: Callable[[Any], bool]
    wanted: str


def _whole(least: int, most: int) -> _Key:
    def fits(value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most

    return _Key(fits, f"a whole number from {least} to {most}")


def _one_of(*values: object) -> _Key:
    def fits(value: Any) -> bool:
        return any(value == each and type(value) is type(each) for each in values)

    return _Key(fits, " or ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in values))


_TEXT = _Key(lambda value: isinstance(value, str), "a text in quotes")
KEYS: Mapping[str, _Key] = {
    "language": _TEXT,
    "theme": _TEXT,
    "decks": _TEXT,
    "new_per_day": _whole(0, 9999),
    "reviews_per_day": _whole(0, 9999),
    "rollover_hour": _whole(0, 23),
    "max_interval": _whole(1, 36500),
    "buttons": _one_of(4, 6),
    "timeout_ms": _whole(100, 600_000),
    "order": _one_of("overdue", "hardest"),
    "backlog": _one_of("all", "spread"),
    "leech_lapses": _whole(0, 99),
    "leech_suspends": _Key(lambda value: isinstance(value, bool), "true or false"),
}
"""Every key of the config file outside of tables."""
OF_DECK: Mapping[str, _Key] = {"new_per_day": KEYS["new_per_day"], "reviews_per_day": KEYS["reviews_per_day"]}
"""Every key of a table ``[deck.NAME]``."""
TABLES = ("deck", "keys")


def load(path: Path) -> Config:
    """Read the config file; one that does not exist says nothing.

    Raises:
        ForecallError: If it can't be read or anything in it is wrong; all mistakes are named.
    """
    if not path.exists():
        return Config()
    # Most people have no config file: the first frame does not wait for the parser then.
    import tomllib

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ForecallError(
            f"The config file can't be read ({error.strerror}).",
            where=str(path),
            fix="Check its permissions.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ForecallError(
            f"The config file is not valid TOML: {error}.",
            where=str(path),
            fix='Lines look like `language = "zh"`.',
        ) from error
    tables = {name: values.pop(name, {}) for name in TABLES}
    mistakes = [mistake for key, value in values.items() if (mistake := _mistake(key, value))]
    mistakes += _mistakes_in_tables(tables)
    if mistakes:
        raise ForecallError(" ".join(mistakes), where=str(path), fix="Correct or delete these lines.")
    own = {key: values.pop(key) for key in ("language", "theme", "decks") if key in values}
    limits = {name: DeckLimits(**of_deck) for name, of_deck in tables["deck"].items()}
    return Config(**own, rules=Rules(**values, decks=limits), keys=tables["keys"])


def _mistakes_in_tables(tables: Mapping[str, Any]) -> Iterator[str]:
    for name, table in tables.items():
        if not isinstance(table, dict):
            yield f"`{name}` must be a table, such as [{'deck.NAME' if name == 'deck' else name}]."
    decks = tables["deck"]
    for name, limits in decks.items() if isinstance(decks, dict) else ():
        if not isinstance(limits, dict):
            yield f"`deck.{name}` must be a table: [deck.{name}]."
            continue
        for key, value in limits.items():
            if mistake := _mistake(key, value, OF_DECK):
                yield f"[deck.{name}] {mistake}"
    keys = tables["keys"]
    for name, value in keys.items() if isinstance(keys, dict) else ():
        if not isinstance(value, str):
            yield f"[keys] `{name}` must be {_TEXT.wanted}, not {value!r}."


def _mistake(key: str, value: object, keys: Mapping[str, _Key] = KEYS) -> str:
    if key not in keys:
        near = difflib.get_close_matches(key, [*keys, *(TABLES if keys is KEYS else ())], n=1)
        return f"Unknown key `{key}`" + (f": did you mean `{near[0]}`?" if near else ".")
    wanted = keys[key]
    return "" if wanted.fits(value) else f"`{key}` must be {wanted.wanted}, not {value!r}."
