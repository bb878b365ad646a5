"""Line breaking for prose in Latin and CJK scripts, by terminal cells.

Words stay whole. CJK text breaks between any two characters, except that closing punctuation never
starts a line and opening punctuation never ends one (kinsoku). Spaces at a break are eaten.
"""

from __future__ import annotations

from rich.cells import cell_len

NEVER_FIRST = frozenset("，。、；：？！）】》」』〉〕”’")
"""Characters that never start a line, as long as the line has any other place to break."""
NEVER_LAST = frozenset("（【《「『〈〔“‘")
"""Characters that never end a line, as long as the line has any other place to break."""
_TIED_TO_LAST = NEVER_FIRST | frozenset("…—·ー々％,.;:?!)]}%")
_TIED_TO_NEXT = NEVER_LAST | frozenset("([{$")
_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Return the lines of `text` as ranges of characters, each at most `width` cells wide.

    Only spaces at breaks are in no range. A single character wider than `width` has its own line.

    Args:
        text: One paragraph, without newlines.
        width: Cells in a line.
    """
    lines = []
    start, cells = 0, 0
    chance: int | None = None
    for place in range(len(text)):
        if place > start and _may_break(text, place):
            chance = place
        size = _size(text, place)
        blank = _is_blank(text, place)
        while cells + size > width and place > start and not blank and (chance or _splits(text, place)):
            cut = chance if chance is not None else place
            lines.append((start, start + len(text[start:cut].rstrip(" "))))
            start, chance = cut, None
            cells = sum(_size(text, n) for n in range(start, place))
        cells += size
    lines.append((start, start + len(text[start:].rstrip(" "))))
    return lines


def _may_break(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if after == " " or not _splits(text, place):
        return False
    if before == " ":
        return after not in NEVER_FIRST and text[:place].rstrip(" ")[-1:] not in NEVER_LAST
    if after in _TIED_TO_LAST or before in _TIED_TO_NEXT:
        return False
    return cell_len(before) == 2 or cell_len(after) == 2


def _splits(text: str, place: int) -> bool:
    """Tell whether two characters may be parted at all: marks and joined emoji stay together."""
    return cell_len(text[place]) > 0 and text[place - 1] != _JOINER


def _is_blank(text: str, place: int) -> bool:
    # A blank that carries a mark is no blank.
    return text[place] == " " and (place + 1 == len(text) or cell_len(text[place + 1]) > 0)


def _size(text: str, place: int) -> int:
    # The emoji style makes a narrow sign before it wide.
    return cell_len(text[place]) + (text[place + 1 : place + 2] == _EMOJI_STYLE)
