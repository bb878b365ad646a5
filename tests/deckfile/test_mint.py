"""Ids are minted once, by inserting a line; every other byte of the file stays."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.deckfile import mint as minting
from app.deckfile.load import load_file
from app.deckfile.mint import mint
from tests.deckfile.decks import GOOD, HEAD


def written(file: Path, text: str) -> Path:
    """Write a text with exactly these line ends."""
    file.write_bytes(text.encode())
    return file


def entry_of(file: Path) -> str:
    """Return the id that the first card of a file is known by."""
    deck = load_file(file).deck
    assert deck is not None
    return deck.cards[0].entry


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- q: Q\n  a: A\n", "- id: ID\n  q: Q\n  a: A\n"),
        ("  - q: Q\n    a: A\n", "  - id: ID\n    q: Q\n    a: A\n"),
        ("-   q: Q\n    a: A\n", "-   id: ID\n    q: Q\n    a: A\n"),
        ("-\n  q: Q\n  a: A\n", "-\n  id: ID\n  q: Q\n  a: A\n"),
        ("- # mine\n  q: Q # x\n\n  a: A", "- # mine\n  id: ID\n  q: Q # x\n\n  a: A"),
        ("- cloze: a {{b}}\n", "- id: ID\n  cloze: a {{b}}\n"),
        ("- q: |+\n    Q\n\n  a: A\n# end\n", "- id: ID\n  q: |+\n    Q\n\n  a: A\n# end\n"),
        ('- "q": Q\n  ? a\n  : A\n', '- id: ID\n  "q": Q\n  ? a\n  : A\n'),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_one_line_is_inserted(tmp_path: Path, before: str, after: str, line_end: str, mark: str) -> None:
    """In the file's own indentation and line ends, and the card keeps the id it was known by."""
    file = written(tmp_path / "d.yaml", (mark + HEAD + before).replace("\n", line_end))
    entry = entry_of(file)
    minted = mint(file)
    assert minted == minting.Minted((entry,), ())
    assert file.read_bytes().decode() == (mark + HEAD + after).replace("\n", line_end).replace("ID", entry)
    assert load_file(file).unnamed == ()
    assert entry_of(file) == entry


def test_a_second_time_nothing_is_written(tmp_path: Path) -> None:
    """A file whose cards all have ids is not touched."""
    file = written(tmp_path / "d.yaml", HEAD + "- q: Q\n  a: A\n" + GOOD)
    mint(file)
    before = file.stat()
    assert mint(file) == minting.Minted((), ())
    assert file.stat() == before


def test_two_clones_mint_the_same(tmp_path: Path) -> None:
    """Ids come from the content alone, not from the file or what stands around the card."""
    card = "- q: Q\n  a: A\n"
    one = written(tmp_path / "one.yaml", HEAD + card)
    two = written(tmp_path / "two.yaml", HEAD.replace("title: t", "title: other") + GOOD + "# note\n" + card)
    assert mint(one).ids == mint(two).ids


def test_only_good_cards_without_id_get_one(tmp_path: Path) -> None:
    """Broken cards and named ones stay as they are, byte for byte."""
    bad = "- q: What is printed: x\n  a: b\n"
    file = written(tmp_path / "d.yaml", HEAD + bad + "- q: Q\n  a: A\n" + GOOD + bad)
    (entry,) = mint(file).ids
    assert file.read_text() == HEAD + bad + f"- id: {entry}\n  q: Q\n  a: A\n" + GOOD + bad


def test_a_card_in_braces_is_left_to_its_author(tmp_path: Path) -> None:
    """One line can't serve there: a problem says so, and names the id; the other cards get theirs."""
    file = written(tmp_path / "d.yaml", HEAD + "- {q: Q, a: A}\n- q: P\n  a: A\n")
    entry = entry_of(file)
    minted = mint(file)
    assert [(p.line, p.rule, p.fix) for p in minted.problems] == [(5, "H162", f"Add `id: {entry}` by hand.")]
    assert file.read_text() == HEAD + "- {q: Q, a: A}\n- id: " + minted.ids[0] + "\n  q: P\n  a: A\n"


def test_a_read_only_file_is_left_alone(tmp_path: Path) -> None:
    """Its mode says no, even to root."""
    file = written(tmp_path / "d.yaml", HEAD + "- q: Q\n  a: A\n")
    file.chmod(0o444)
    minted = mint(file)
    assert minted.ids == ()
    assert [(p.line, p.what) for p in minted.problems] == [
        (5, "Its cards get no ids: the file is read-only.")
    ]
    assert file.read_text() == HEAD + "- q: Q\n  a: A\n"
    assert load_file(file).deck is not None


def test_mode_and_link_stay(tmp_path: Path) -> None:
    """The file behind a link is written, and keeps its mode; nothing else is left in its folder."""
    folder = tmp_path / "real"
    folder.mkdir()
    real = written(folder / "d.yaml", HEAD + "- q: Q\n  a: A\n")
    real.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(real)
    assert len(mint(link).ids) == 1
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "- id: " in real.read_text()
    assert [file.name for file in folder.iterdir()] == ["d.yaml"]


def test_a_file_that_was_changed_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an editor saved between reading and writing is not overwritten."""
    file = written(tmp_path / "d.yaml", HEAD + "- q: Q\n  a: A\n")
    proven = minting._proven

    def save_meanwhile(*args: object) -> bytes:
        file.write_text(HEAD + "- q: New\n  a: A\n")
        return proven(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(minting, "_proven", save_meanwhile)
    minted = mint(file)
    assert minted.ids == ()
    assert [p.what for p in minted.problems] == [
        "Its cards get no ids: the file was changed since it was read."
    ]
    assert file.read_text() == HEAD + "- q: New\n  a: A\n"
    assert [each.name for each in tmp_path.iterdir()] == ["d.yaml"]


def test_a_change_that_leaves_size_and_time_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes are compared, too: a coarse clock hides no edit."""
    file = written(tmp_path / "d.yaml", HEAD + "- q: Q\n  a: A\n")
    status = file.stat()
    proven = minting._proven

    def save_meanwhile(*args: object) -> bytes:
        file.write_text(HEAD + "- q: P\n  a: A\n")
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
        return proven(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(minting, "_proven", save_meanwhile)
    assert mint(file).ids == ()
    assert file.read_text() == HEAD + "- q: P\n  a: A\n"


@pytest.mark.parametrize("call", ["fsync", "fchmod"])
def test_a_full_disk_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """A failure before the last step is a problem, and no half-written file stays behind."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = written(tmp_path / "d.yaml", HEAD + "- q: Q\n  a: A\n")
    monkeypatch.setattr(os, call, fail)
    minted = mint(file)
    said = "Its cards get no ids: the file can't be written: No space left on device."
    assert [p.what for p in minted.problems] == [said]
    assert file.read_text() == HEAD + "- q: Q\n  a: A\n"
    assert [each.name for each in tmp_path.iterdir()] == ["d.yaml"]


def test_what_can_not_be_proven_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the new text would give another deck, the file stays."""
    file = written(tmp_path / "d.yaml", HEAD + "- q: Q\n  a: A\n")
    monkeypatch.setattr(minting, "_with_ids", lambda raw, _: raw.replace(b"a: A", b"id: x\n  a: B"))
    minted = mint(file)
    assert minted.ids == ()
    assert [p.what for p in minted.problems] == ["Its ids can't be written without changing more than that."]
    assert file.read_text() == HEAD + "- q: Q\n  a: A\n"


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """Nothing is raised."""
    assert [p.rule for p in mint(tmp_path / "none.yaml").problems] == ["H162"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["- ", "-   ", "- # c\n  ", "-\n  "]),
            st.sampled_from(["q: {}", "'q': {}", "q: |\n    {}", "q:\n    en: {}", "q: > # c\n\n    {}"]),
            st.text("ab 中é", min_size=1, max_size=5).filter(lambda t: not t.isspace()),
            st.sampled_from(["", "# c\n", "\n", "  # c\n"]),
        ),
        max_size=4,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_removing_the_ids_gives_the_old_bytes(
    tmp_path_factory: pytest.TempPathFactory, cards: list[tuple[str, str, str, str]], line_end: str
) -> None:
    """Whatever the cards look like: the old text plus ids is all that is ever written."""
    entries = []
    for dash, question, text, after in cards:
        pad = "\n" + " " * (len(dash) if dash == "-   " else 2)
        entries.append(
            f"{dash}{question.format(text.strip())}{pad}a: x\n{after}".replace("\n    ", pad + "  ")
        )
    before = (HEAD + "".join(entries)).replace("\n", line_end)
    file = written(tmp_path_factory.mktemp("mint") / "d.yaml", before)
    known = load_file(file)
    minted = mint(file)
    after = file.read_bytes().decode()
    for entry in minted.ids:
        at = after.index(f"id: {entry}{line_end}")
        end = at + len(f"id: {entry}{line_end}")
        after = after[:at] + after[end:].lstrip(" ")
    assert after == before
    assert load_file(file).deck == known.deck
    assert len(minted.ids) == len(known.unnamed)
