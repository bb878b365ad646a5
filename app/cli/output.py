"""What goes to the terminal: words without anything that could steer it, and JSON that escapes it."""

from __future__ import annotations

from typing import Any

import click


def say(text: str) -> None:
    """Print talk, on stderr, cleaned."""
    click.echo(cleaned(text), err=True)


def cleaned(text: str) -> str:
    """Return text as `core.text.clean` does; help, which has nothing to clean, does not wait for it."""
    from app.core.text import clean

    return clean(text)


def json_text(value: Any, indent: int | None = None) -> str:
    """Return JSON with all scripts readable, and whatever a terminal would obey or hide escaped."""
    # Help and version need no JSON, and answer before it is loaded.
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
