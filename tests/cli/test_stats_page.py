"""The page: what it holds, that it needs nothing from outside, and how a real browser shows it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.cli import svg
from app.cli.stats import scope_text
from app.cli.stats_page import html_page
from app.core.statistics.counts import Counts, Scope
from app.core.statistics.progress import progress
from app.store.opening import open_store
from app.study.progress import Section, measure, sections
from tests.builders import DAY, NOON
from tests.cli.conftest import Forecall
from tests.history import study
from tests.store.shelf import blank_database

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
LIGHT, DARK = {"back": (255, 255, 255), "bar": (37, 99, 168)}, {"back": (22, 24, 27), "bar": (106, 169, 233)}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of some months of history."""
    folder = tmp_path_factory.mktemp("page")
    path = blank_database(folder / "x.sqlite", tmp_path_factory.getbasetemp())
    with open_store(path, lambda: NOON) as store:
        study(store)
        found = measure(store, Scope(DAY))
    file = folder / "progress.html"
    file.write_text(html_page(scope_text(found.scope), found, sections(found)), encoding="utf-8")
    return file


class Outline(HTMLParser):
    """Collects tags, ids and attributes, and refuses tags that are closed out of order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def of(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each such element."""
        return [attributes for name, attributes in self.seen if name == tag]


def test_it_needs_nothing_from_outside(page: Path) -> None:
    """No address, no script, no picture, no font; the page itself forbids them."""
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"https?:|//|url\(|@import|<script|<img|<link|<iframe| on\w+=|src=|href=", text)
    assert "default-src 'none'" in text


def test_it_reads_without_seeing(page: Path) -> None:
    """A language, one heading for each section, named pictures, described columns, every id once."""
    outline = Outline(page.read_text(encoding="utf-8"))
    ids = [attributes["id"] for _, attributes in outline.seen if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert outline.of("html") == [{"lang": "en"}]
    assert len(outline.of("h1")) == len(outline.of("main")) == 1
    assert len(outline.of("h2")) == len(outline.of("section")) == 12
    pictures = outline.of("svg")
    assert len(pictures) == 9
    for element in [*pictures, *outline.of("section")]:
        assert set(element["aria-labelledby"].split()) <= set(ids)
    assert all(picture["role"] == "img" for picture in pictures)
    assert all(head["scope"] == "col" for head in outline.of("th"))
    assert len(outline.of("caption")) == len(outline.of("table"))


def test_what_is_foreign_is_text(page: Path) -> None:
    """Names from decks can't become markup, nor steer anything."""
    told = Section("pace", "<b>", (("<i>", "a & b\x1b[2J"),), '"<script>"', ("<u>",), (("<s>",),))
    with_names = html_page("deck <x>", progress(Counts(Scope(DAY))), [told])
    assert "<b>" not in with_names
    assert "&lt;i&gt;" in with_names
    assert "\x1b" not in with_names
    assert not re.search("<(i|u|s|x|script)>", with_names)


def test_a_collection_without_reviews_has_a_page(forecall: Forecall, decks: Path, tmp_path: Path) -> None:
    """No picture is drawn from nothing; the command tells where the page is, or why there is none."""
    file = tmp_path / "p.html"
    assert forecall("stats", "--html", str(file)).stdout == f"{file}\n"
    assert len(Outline(file.read_text(encoding="utf-8")).of("svg")) == 2
    refused = forecall("stats", "--html", str(tmp_path / "no" / "p.html"))
    assert refused.exit_code == 3
    assert "The page can't be written" in refused.stderr


def test_pictures_of_one_and_of_unknown_values() -> None:
    """One column, one point, a gap in a line, and nothing at all."""
    assert (
        svg.columns([]) == svg.columns([("a", 0)]) == svg.line([("a", None)]) == svg.stacked([("a", 0)]) == ""
    )
    assert svg.line([("a", 0.5)]).count("<circle") == 1
    assert svg.line([("a", 0.5), ("b", None), ("c", 1.0)]).count("<line") == 0
    assert svg.line([("a", 0.5), ("b", 0.7)]).count("<line") == 1


@pytest.mark.skipif(not CHROMIUM, reason="no chromium here: the page is not looked at in a browser")
@pytest.mark.parametrize(("scheme", "colours"), [(1, LIGHT), (0, DARK)], ids=["light", "dark"])
def test_a_real_browser_shows_it(
    page: Path, tmp_path: Path, scheme: int, colours: dict[str, tuple[int, int, int]]
) -> None:
    """Light and dark are painted in their colours, pictures included, and nothing is complained of."""
    picture = tmp_path / "page.png"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--window-size=720,900",
        "--enable-logging=stderr",
        f"--blink-settings=preferredColorScheme={scheme}",
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--screenshot={picture}",
    ]
    done = subprocess.run(
        [CHROMIUM, *options, page.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    assert "CONSOLE" not in done.stderr
    pixels = Counter(pixels_of(picture))
    assert pixels.most_common(1)[0][0] == colours["back"]
    assert pixels[colours["bar"]] > 5000
    assert len(pixels) > 20


def pixels_of(picture: Path) -> list[tuple[int, ...]]:
    """Decode an 8-bit RGB or RGBA PNG without interlacing."""
    data = picture.read_bytes()
    width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    size = {2: 3, 6: 4}[data[25]]
    packed, at = b"", 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += length + 12
    raw, before, found = zlib.decompress(packed), bytearray(width * size), list[tuple[int, ...]]()
    for row in range(height):
        start = row * (width * size + 1)
        line = bytearray(raw[start + 1 : start + 1 + width * size])
        unfilter(raw[start], line, before, size)
        found += (tuple(line[x : x + 3]) for x in range(0, len(line), size))
        before = line
    return found


def unfilter(kind: int, line: bytearray, above: bytearray, size: int) -> None:
    """Undo a filter of PNG in place."""
    for x in range(len(line)):
        left, corner = (line[x - size], above[x - size]) if x >= size else (0, 0)
        up = above[x]
        nearest = min((left, up, corner), key=lambda each: abs(left + up - corner - each))
        line[x] = (line[x] + (0, left, up, (left + up) // 2, nearest)[kind]) % 256
