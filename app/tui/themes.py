"""The names of themes; for a wrong one, those that there are."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from app.core.errors import ForecallError


def unknown_theme(name: str, known: Iterable[str] = ()) -> ForecallError | None:
    """Return what to tell of a theme that there is not; None if there is one of this name.

    Args:
        name: As the config file has it.
        known: The names that there are; none given means those that come with Textual.
    """
    from textual.theme import BUILTIN_THEMES

    names = sorted(known or BUILTIN_THEMES)
    if name in names:
        return None
    near = get_close_matches(name, names, 1)
    hint = f"Did you mean “{near[0]}”? " if near else ""
    return ForecallError(f"There is no theme “{name}”.", fix=f"{hint}Themes: {', '.join(names)}.")
