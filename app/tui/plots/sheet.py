"""The widget that shows lines of plots: drawn line by line, laid out anew only when its width changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from app.tui.plots.lines import INKS, Line

Draw = Callable[[int, bool], list[Line]]
"""Gives the lines for a width in cells; True asks for glyphs in place of shades."""
_FEW_COLOURS = (None, "standard", "windows")


class Sheet(Widget):
    """Shows what a function draws for its width."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"sheet--{ink}" for ink in INKS}
    DEFAULT_CSS = """
    Sheet { height: auto; width: 1fr; }
    Sheet > .sheet--dim { color: $foreground-muted; }
    Sheet > .sheet--title { color: $text-primary; text-style: bold; }
    Sheet > .sheet--bar { color: $primary; }
    Sheet > .sheet--level-0 { color: $foreground 15%; }
    Sheet > .sheet--level-1 { color: $success 35%; }
    Sheet > .sheet--level-2 { color: $success 55%; }
    Sheet > .sheet--level-3 { color: $success 75%; }
    Sheet > .sheet--level-4 { color: $success; }
    Sheet > .sheet--bad { color: $error; }
    Sheet > .sheet--poor { color: $warning; }
    Sheet > .sheet--good { color: $success; }
    Sheet > .sheet--best { color: $primary; }
    Sheet > .sheet--other { color: $foreground 40%; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw: Draw = lambda *_: []
        self._laid_out: tuple[int, list[Line]] | None = None

    def show(self, draw: Draw) -> None:
        """Show something else."""
        self._draw, self._laid_out = draw, None
        self.clear_cached_dimensions()
        self.refresh(layout=True)

    @property
    def glyphs(self) -> bool:
        """True where shades of a colour can't be told apart."""
        return self.app.no_color or self.app.console.color_system in _FEW_COLOURS

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        lines, width = self._lines(self.size.width), self.size.width
        line = lines[y] if y < len(lines) else []
        # A segment needs a style even where it is plain: filters for few colours look into it.
        segments = [Segment(text, self.get_component_rich_style(f"sheet--{ink}")) for text, ink in line]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _lines(self, width: int) -> list[Line]:
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = width, self._draw(width, self.glyphs) if width else []
        return self._laid_out[1]
