"""Editing files and taking them in: the memory follows the card, through edits, moves, renames and kills."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.collection import StoredCard
from app.core.errors import ForecallError
from app.core.log import Act
from app.core.query import EVERY
from app.deckfile import saving
from app.store.opening import open_store
from app.store.store import Store
from app.study.cards import changed_since_passed
from app.study.intake import take_in
from app.study.workshop import ConflictError, Workshop
from tests.builders import DAY, NOON
from tests.store.shelf import PARAMS, an_act

HEAD = "format: 1\ndeck: {deck}\ntitle: {deck}\ncards:\n"


class Killed(BaseException):
    """The program ends here."""


class Room:
    """A folder of decks, its store, and the workshop on it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "decks"
        self.root.mkdir()
        self.path = folder / "x.sqlite"
        for deck in ("a", "b"):
            cards = [f"- id: {deck}{n}\n  q: Question {deck} {n}?\n  a: {n}\n" for n in range(4)]
            self.file(deck).write_text(HEAD.format(deck=deck) + "".join(cards))
        self.begin()

    def begin(self) -> None:
        """Start the program."""
        self.store: Store = open_store(self.path, lambda: NOON)
        self.shop = Workshop(self.root, self.path.parent, lambda: NOON)
        self.take_in()

    def end(self) -> None:
        """End it, with nothing wrong left behind."""
        assert self.store.differences() == []
        self.store.close()

    def file(self, deck: str) -> Path:
        """The file of a deck."""
        return self.root / f"{deck}.yaml"

    def take_in(self) -> None:
        """Take in the folder."""
        take_in(self.root, self.store, lambda: NOON)

    def cards(self) -> list[StoredCard]:
        """The cards that are in files."""
        return [self.store.card(handle) for handle in self.store.search(EVERY, DAY, 1000)]

    def card(self, name: str) -> StoredCard:
        """A card by its name."""
        handle = self.store.handle_of(name)
        assert handle is not None
        return self.store.card(handle)

    def memory(self) -> dict[str, int]:
        """How often each card was graded, by what it asks: every card has a number of its own."""
        return {
            stored.card.content.question.to(""): sum(
                act.act == "grade" for act in self.store.history(stored.handle).acts
            )
            for stored in self.cards()
        }


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Two decks of four cards; the n-th card was graded n times."""
    made = Room(tmp_path)
    for number, stored in enumerate(made.cards(), start=1):
        for _ in range(number):
            made.store.append([an_act(made.store, stored.card.name)], PARAMS)
    yield made
    made.end()


def test_edit_keeps_the_memory_and_tells_a_new_meaning(room: Room) -> None:
    """What was asked when it was last passed is known, until it is passed again."""
    draft = room.shop.open(room.card("a/a1"))
    room.shop.save(draft, draft.block.replace("Question a 1?", "question A 1?"))
    room.take_in()
    assert changed_since_passed(room.store, room.card("a/a1")) is None
    draft = room.shop.open(room.card("a/a1"))
    room.shop.save(draft, draft.block.replace("question A 1?", "something else"))
    room.take_in()
    before = changed_since_passed(room.store, room.card("a/a1"))
    assert before is not None
    assert before.question.to("") == "Question a 1?"
    room.store.append([an_act(room.store, "a/a1")], PARAMS)
    assert changed_since_passed(room.store, room.card("a/a1")) is None
    assert room.memory()["something else"] == 3
    draft = room.shop.open(room.card("a/a1"))
    room.shop.save(draft, draft.block.replace("something else", "and yet something else"))
    room.take_in()
    assert changed_since_passed(room.store, room.card("a/a1")) is not None
    room.store.append([an_act(room.store, "a/a1", act=Act.RESET)], PARAMS)
    room.store.append([an_act(room.store, "a/a1", grade=1)], PARAMS)
    assert changed_since_passed(room.store, room.card("a/a1")) is None


def test_new_id_same_text_keeps_the_memory(room: Room) -> None:
    """Outside the app: a card that is renamed, and a deck that is split."""
    expected = room.memory()
    text = room.file("a").read_text()
    room.file("a").write_text(text.replace("id: a1", "id: other"))
    room.take_in()
    assert room.memory() == expected
    head, *cards = text.replace("id: a1", "id: other").split("- id")
    room.file("a").write_text(head + "- id" + "- id".join(cards[:2]))
    room.file("c").write_text(HEAD.format(deck="c") + "- id" + "- id".join(cards[2:]))
    room.take_in()
    assert room.memory() == expected
    room.file("a").write_text(room.file("a").read_text().replace("deck: a", "deck: z"))
    room.take_in()
    assert room.memory() == expected


def test_a_card_restored_has_its_memory(room: Room) -> None:
    """Deleted, taken in, and put back by git."""
    expected = room.memory()
    room.shop.delete([room.card("b/b2")])
    room.take_in()
    assert room.memory() == {text: n for text, n in expected.items() if text != "Question b 2?"}
    room.end()
    room.begin()
    undone = room.shop.turn(Act.UNDO)
    assert undone
    assert undone.name == "deletion of 1"
    room.take_in()
    assert room.memory() == expected


def test_a_conflict_names_their_text(room: Room) -> None:
    """The same card changed on disk, or taken away."""
    draft = room.shop.open(room.card("a/a1"))
    room.file("a").write_text(room.file("a").read_text().replace("Question a 1?", "Theirs?"))
    with pytest.raises(ForecallError, match="changed since it was read"):
        room.shop.save(draft, draft.block.replace("Question", "Mine"))
    with pytest.raises(ConflictError) as caught:
        room.shop.merged(draft)
    assert "Theirs?" in caught.value.theirs
    room.file("a").write_text(HEAD.format(deck="a"))
    with pytest.raises(ConflictError) as caught:
        room.shop.merged(draft)
    assert caught.value.theirs == ""


def test_undo_refuses_what_somebody_else_changed(room: Room) -> None:
    """Their change is worth more than our undo."""
    room.shop.tag([room.card("a/a1")], "x")
    room.file("a").write_text(room.file("a").read_text() + "# theirs\n")
    room.end()
    room.begin()
    with pytest.raises(ForecallError, match="changed since"):
        room.shop.turn(Act.UNDO)
    assert "# theirs" in room.file("a").read_text()


def test_many_or_none(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second file can't be written, the first is put back."""
    before = [room.file(deck).read_text() for deck in "ab"]
    room.file("b").chmod(0o444)
    with pytest.raises(ForecallError, match="read-only"):
        room.shop.tag(room.cards(), "x")
    assert [room.file(deck).read_text() for deck in "ab"] == before
    assert room.shop.turn(Act.UNDO) is None
    room.file("b").chmod(0o644)
    assert room.shop.tag(room.cards(), "x") == 8
    assert room.shop.tag(room.cards(), "x") == 0
    assert room.shop.tag(room.cards(), "x", remove=True) == 8
    assert [room.file(deck).read_text() for deck in "ab"] == before


class StoppedError(Exception):
    """The learner pressed escape."""


@pytest.mark.parametrize("last", range(1, 9))
def test_what_is_stopped_was_done_to_no_file(room: Room, last: int) -> None:
    """Whichever card it had come to."""
    before = [room.file(deck).read_text() for deck in "ab"]

    def step(done: int) -> None:
        if done >= last:
            raise StoppedError

    acts: list[Callable[[], int]] = [
        lambda: room.shop.tag(room.cards(), "x", step),
        lambda: room.shop.delete(room.cards(), step),
    ]
    if last <= 4:
        acts.append(lambda: room.shop.move(room.cards(), room.file("b"), step))
    for act in acts:
        with pytest.raises(StoppedError):
            act()
    assert [room.file(deck).read_text() for deck in "ab"] == before
    assert room.shop.turn(Act.UNDO) is None
    assert not list(room.root.glob(".*"))


def files(room: Room) -> list[Path]:
    """The deck files that are whole."""
    return sorted(file for file in room.root.glob("*.yaml") if file.stem != "torn")


def step(room: Room, rng: random.Random) -> None:
    """Do something that keeps what each card asks."""
    stored = rng.choice(room.cards())
    match rng.randrange(12):
        case 0 | 6 | 7:
            room.shop.move([stored], rng.choice(files(room)))
        case 1:
            room.shop.tag(rng.sample(room.cards(), 3), rng.choice("xyz"))
        case 2:
            room.shop.turn(Act.UNDO)
        case 3:
            draft = room.shop.open(stored)
            room.shop.save(
                draft, draft.block + f"\n  why: {rng.random()}" if "why" not in draft.block else draft.block
            )
        case other:
            step_outside(room, rng, other, stored)


def step_outside(room: Room, rng: random.Random, what: int, stored: StoredCard) -> None:
    """Do something to the files as another program would."""
    match what:
        case 4:  # the id changes, the text stays
            file = Path(stored.path)
            name = f"n{rng.randrange(10**6)}"
            file.write_text(file.read_text().replace(f"id: {stored.card.entry}\n", f"id: {name}\n"))
        case 8:  # a deck is renamed
            file = rng.choice(files(room))
            file.write_text(re.sub("(?m)^deck: .*", f"deck: d{rng.randrange(10**6)}", file.read_text()))
        case 9:  # a deck is split
            file = rng.choice(files(room))
            head, *cards = re.split("(?m)^(?=- id: )", file.read_text())
            name = f"s{rng.randrange(10**6)}"
            if len(cards) > 1:
                room.file(name).write_text(HEAD.format(deck=name) + "".join(cards[1:]))
                file.write_text(head + cards[0])
        case 10:  # another branch is checked out, with the cards written otherwise
            for file in files(room):
                head, *cards = re.split("(?m)^(?=- id: )", file.read_text())
                rng.shuffle(cards)
                file.write_text(head + "# again\n" + "".join(f"{card.rstrip()}\n\n" for card in cards))
        case 11:  # cards vanish, and come back once they were missed
            file = rng.choice(files(room))
            text = file.read_text()
            file.unlink()
            room.take_in()
            file.write_text(text)
        case 5:  # a file that is being written
            room.file("torn").write_text("format: 1\ndeck: torn\ncards:\n- id: x\n  q: [")


@pytest.mark.parametrize("seed", range(10))
def test_memory_follows_through_anything(room: Room, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random edits, moves and renames in and outside the app, with kills in between."""
    rng, expected = random.Random(seed), room.memory()
    real = saving._rename
    for _ in range(25):
        left = rng.choice([0, 1, 9, 9, 9])

        def killed(new: Path, file: Path) -> None:
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            real(new, file)

        monkeypatch.setattr(saving, "_rename", killed)
        try:
            step(room, rng)
        except Killed:
            monkeypatch.setattr(saving, "_rename", real)
            room.end()
            room.begin()
        except ForecallError:
            pass
        monkeypatch.setattr(saving, "_rename", real)
        room.take_in()
        assert room.memory() == expected


KILLED = """\
import os, sys
from pathlib import Path
from app.deckfile import saving
root, left, real = Path(sys.argv[1]), int(sys.argv[2]), saving._rename

def killed(new, file):
    global left
    if not left:
        os._exit(9)
    left -= 1
    real(new, file)

saving._rename = killed
edits = [(saving.read(file), file.read_bytes() + b"# new\\n") for file in sorted(root.glob("*.yaml"))]
saving.replace_all(root, edits)
"""


@pytest.mark.parametrize("left", range(4))
def test_several_files_change_together_or_not_at_all(room: Room, left: int) -> None:
    """However far a killed program had come: what it had begun is finished at the next start."""
    before = [room.file(deck).read_text() for deck in "ab"]
    status = subprocess.run([sys.executable, "-c", KILLED, str(room.root), str(left)], check=False).returncode
    assert status == (0 if left == 3 else 9)
    room.take_in()
    after = [text + "# new\n" for text in before] if left else before
    assert [room.file(deck).read_text() for deck in "ab"] == after
    assert not (room.root / saving.JOURNAL).exists()


def test_cards_that_ask_the_same_are_told_apart_when_their_deck_is_renamed(room: Room) -> None:
    """By their ids; and one that was deleted long ago does not come into the way."""
    twin = "- id: twin\n  q: Question a 1?\n  a: 1\n"
    room.file("b").write_text(room.file("b").read_text() + twin)
    room.take_in()
    room.store.append([an_act(room.store, "b/twin")] * 9, PARAMS)
    room.shop.delete([room.card("b/twin")])
    room.take_in()
    text = room.file("a").read_text() + twin.replace("twin", "other")
    room.file("a").write_text(text)
    room.take_in()
    uids = [room.card(name).uid for name in ("a/a1", "a/other")]
    room.file("a").write_text(text.replace("deck: a", "deck: renamed"))
    room.take_in()
    assert [room.card(name).uid for name in ("renamed/a1", "renamed/other")] == uids


def test_a_copied_card_gets_an_id_of_its_own(room: Room) -> None:
    """The first keeps id and memory; a copy in the same deck is an error until then."""
    expected = room.memory()
    card = "- id: a1  # mine\n  q: A copy?\n  a: 1\n"
    text = room.file("a").read_text()
    room.file("a").write_text(text + card + card.replace("A copy", "Another copy"))
    found = take_in(room.root, room.store, lambda: NOON)
    assert [p.what for p in found.problems if "is taken by the card in line 8" in p.what]
    assert room.shop.new_ids() == 2
    assert room.shop.new_ids() == 0
    minted = room.file("a").read_text()
    assert "id: a1  # mine\n  q: A copy" not in minted
    room.take_in()
    assert room.file("a").read_text() == minted
    assert room.memory() == expected | {"A copy?": 0, "Another copy?": 0}
    assert room.file("a").read_text().startswith(text)
    undone = room.shop.turn(Act.UNDO)
    assert undone
    assert undone.name == "new ids of 2"
    assert room.file("a").read_text() == text + card + card.replace("A copy", "Another copy")
