"""The config file: TOML, every key optional, every mistake told at once."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.core.errors import ForecallError
from app.core.rules import Rules


@dataclass(frozen=True, slots=True)
class Config:
    """What the config file says.

    Attributes:
        language: Language that cards are shown in first.
        theme: Name of a Textual theme; empty means the default.
        decks: Deck folder; empty means the default.
        rules: Limits and habits of a sitting.
    """

    language: str = "en"
    theme: str = ""
    decks: str = ""
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of the file: what it may be, and how that is said."""

    fits: Callable[[Any], bool]
    wanted: str


def _whole(least: int, most: int) -> _Key:
    def fits(value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most

    return _Key(fits, f"a whole number from {least} to {most}")


_TEXT = _Key(lambda value: isinstance(value, str), "a text in quotes")
KEYS: Mapping[str, _Key] = {
    "language": _TEXT,
    "theme": _TEXT,
    "decks": _TEXT,
    "new_per_day": _whole(0, 9999),
    "reviews_per_day": _whole(0, 9999),
    "rollover_hour": _whole(0, 23),
    "max_interval": _whole(1, 36500),
    "buttons": _Key(lambda value: value in (4, 6) and not isinstance(value, bool), "4 or 6"),
    "timeout_ms": _whole(100, 600_000),
}
"""Every key of the config file."""


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
    mistakes = [mistake for key, value in values.items() if (mistake := _mistake(key, value))]
    if mistakes:
        raise ForecallError(" ".join(mistakes), where=str(path), fix="Correct or delete these lines.")
    own = {key: values.pop(key) for key in ("language", "theme", "decks") if key in values}
    return Config(**own, rules=Rules(**values))


def _mistake(key: str, value: object) -> str:
    if key not in KEYS:
        near = difflib.get_close_matches(key, KEYS, n=1)
        return f"Unknown key `{key}`" + (f": did you mean `{near[0]}`?" if near else ".")
    wanted = KEYS[key]
    return "" if wanted.fits(value) else f"`{key}` must be {wanted.wanted}, not {value!r}."
