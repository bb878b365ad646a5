"""Colours for Python code; imported when the first code card is shown, never before the first frame."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.highlight import highlight


def highlighter() -> Callable[[str], Content]:
    """Return what colours cleaned Python code, warmed up."""
    coloured("import this")
    return coloured


def coloured(text: str) -> Content:
    """Return Python code in colours, without any character changed."""
    content = highlight(text, language="python")
    return content if content.plain == text else Content(text)
