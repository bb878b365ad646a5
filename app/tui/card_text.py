"""The text of a card while it is written, with its problems marked on their lines."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual.widgets import TextArea

from app.core.problem import Problem, Severity

_STYLES = {Severity.ERROR: "underline red", Severity.WARNING: "underline yellow"}


class CardText(TextArea):
    """Lines of YAML; lines with problems are underlined."""

    def __init__(self, text: str, *, id: str) -> None:
        self._marks: dict[int, str] = {}
        super().__init__(text, id=id, show_line_numbers=True, tab_behavior="indent")
        self.cursor_blink = False

    def mark(self, problems: Iterable[Problem]) -> None:
        """Mark the lines of problems, and no others; of two on one line the worse counts."""
        marks: dict[int, str] = {}
        for problem in problems:
            style = _STYLES.get(problem.severity, "")
            if style and marks.get(problem.line - 1) != _STYLES[Severity.ERROR]:
                marks[problem.line - 1] = style
        if marks != self._marks:
            self._marks = marks
            self.notify_style_update()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        if line_index in self._marks:
            line.stylize(self._marks[line_index])
        return line
