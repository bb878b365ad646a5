"""Taking in: files on disk become cards in the store, and cards keep their memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.log import Params
from app.store.opening import open_store
from app.store.store import Store
from app.study.intake import take_in
from app.study.services import Intake
from app.study.stale import is_stale
from tests.builders import DAY, NOON, an_entry

DECK = """\
format: 1
deck: optimizers
title: Optimizers
cards:
- id: adam-betas
  q: Default betas of Adam?
  a: (0.9, 0.999)
- id: sgd
  q: What does SGD subtract?
  a: the gradient times the learning rate
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A migrated store."""
    with open_store(tmp_path / "data" / "forecall.db", lambda: NOON) as opened:
        yield opened


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A deck folder with one deck."""
    folder = tmp_path / "decks"
    folder.mkdir()
    (folder / "optimizers.yaml").write_text(DECK, encoding="utf-8")
    return folder


def taken(root: Path, store: Store) -> Intake:
    """Take the folder in at noon."""
    return take_in(root, store, lambda: NOON)


def rewrite(file: Path, text: str) -> None:
    """Write a file so that its time differs from before, whatever the clock's step is."""
    before = file.stat().st_mtime_ns
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(before + 10**9, before + 10**9))


def names(store: Store) -> list[str]:
    """Names of the cards that can be asked."""
    return [store.card(waiting[0]).card.name for waiting in store.new(DAY, None, 100)]


def test_a_new_file_brings_its_cards(root: Path, store: Store) -> None:
    """In the order of the file."""
    assert taken(root, store).taken.added == 2
    assert names(store) == ["optimizers/adam-betas", "optimizers/sgd"]


def test_unchanged_files_are_not_opened(root: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Size and time of a file are enough: a start with nothing new costs nothing."""
    taken(root, store)
    monkeypatch.setattr("app.study.intake.load_file", lambda *_: pytest.fail("opened"))
    assert not is_stale(root, store)
    assert taken(root, store) == Intake()


def test_an_edited_card_keeps_its_memory(root: Path, store: Store) -> None:
    """A card is known by its id, never by its text."""
    taken(root, store)
    first = store.card(store.new(DAY, None, 1)[0][0])
    store.append([an_entry(card=first.uid, grade=5)], Params())
    rewrite(root / "optimizers.yaml", DECK.replace("Default betas of Adam?", "Adam's default betas?"))
    assert is_stale(root, store)
    assert taken(root, store).taken.changed == 1
    after = store.card(first.handle)
    assert after.card.content.question.to("en") == "Adam's default betas?"
    assert after.state.memory.ef == 260


def test_a_broken_file_retires_nothing(root: Path, store: Store) -> None:
    """An error in the file must not hide the cards that can't be read just now."""
    taken(root, store)
    rewrite(root / "optimizers.yaml", DECK.replace("- id: sgd\n  q: What", "- id: sgd\n  qq: What"))
    found = taken(root, store)
    assert [problem.card for problem in found.problems] == ["optimizers/sgd"] * len(found.problems)
    assert found.problems
    assert found.taken.retired == 0
    assert names(store) == ["optimizers/adam-betas", "optimizers/sgd"]


def test_problems_are_remembered_while_the_file_stays(root: Path, store: Store) -> None:
    """The home screen goes on telling of them, without reading the file again."""
    rewrite(root / "optimizers.yaml", DECK.replace("  a: the", "  aa: the"))
    first = taken(root, store)
    assert first.known_problems == len(first.problems) > 0
    assert taken(root, store).known_problems == first.known_problems


def test_a_card_that_left_a_sound_file_is_retired_and_comes_back(root: Path, store: Store) -> None:
    """With the memory it had."""
    taken(root, store)
    sgd = store.card(store.new(DAY, None, 2)[1][0])
    store.append([an_entry(card=sgd.uid, grade=4)], Params())
    without = DECK.partition("- id: sgd")[0]
    rewrite(root / "optimizers.yaml", without)
    assert taken(root, store).taken.retired == 1
    assert store.due(DAY + timedelta(days=30), None) == []
    rewrite(root / "optimizers.yaml", DECK + "\n")
    assert taken(root, store).taken.restored == 1
    assert [w[0] for w in store.due(DAY + timedelta(days=30), None)] == [sgd.handle]


def test_a_deleted_file_retires_its_cards(root: Path, store: Store) -> None:
    """The folder is there and readable: the author meant it."""
    taken(root, store)
    (root / "optimizers.yaml").unlink()
    assert is_stale(root, store)
    assert taken(root, store).taken.retired == 2


def test_a_missing_folder_retires_nothing(root: Path, store: Store) -> None:
    """A disk that is not mounted is no wish to forget."""
    taken(root, store)
    root.rename(root.with_name("elsewhere"))
    found = taken(root, store)
    assert "no deck folder" in found.problems[0].what
    assert len(names(store)) == 2


def test_one_broken_file_does_not_hide_another(root: Path, store: Store) -> None:
    """Each file is read on its own."""
    (root / "broken.yaml").write_bytes(b"\xff\xfe\x00cards: [")
    found = taken(root, store)
    assert {problem.path for problem in found.problems} == {str(root / "broken.yaml")}
    assert len(names(store)) == 2


def test_two_files_with_one_deck_id_are_told(root: Path, store: Store) -> None:
    """The second one is left out, not merged by chance."""
    (root / "twin.yaml").write_text(DECK.replace("sgd", "sgd-twin"), encoding="utf-8")
    found = taken(root, store)
    assert any("optimizers" in problem.what and problem.rule == "E01" for problem in found.problems)
    assert len(names(store)) == 2


def test_a_card_without_id_gets_one_in_its_file(root: Path, store: Store) -> None:
    """Once: the next start finds it there."""
    rewrite(root / "optimizers.yaml", DECK.replace("- id: sgd\n  q", "- q"))
    assert taken(root, store).taken.added == 2
    text = (root / "optimizers.yaml").read_text(encoding="utf-8")
    assert text.count("id: ") == 2
    assert taken(root, store) == Intake()


NEEDY = """\
format: 1
deck: needy
title: Needy
cards:
- id: held
  q: What comes?
  run: {code: 1 + 1, needs: [no-such-package]}
"""


def _held(store: Store) -> list[int]:
    return [deck.held for deck in store.decks(DAY) if deck.deck == "needy"]


def test_held_cards_are_looked_at_again_when_a_package_came_or_went(
    root: Path, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their file did not change; other files are not opened for it."""
    site = tmp_path / "site-packages"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    (root / "needy.yaml").write_text(NEEDY, encoding="utf-8")
    assert taken(root, store).files == 2
    assert (_held(store), is_stale(root, store)) == ([1], False)
    package = site / "no_such_package-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: no-such-package\nVersion: 1.0\n")
    assert is_stale(root, store)
    assert taken(root, store).files == 1
    assert (_held(store), is_stale(root, store)) == ([0], False)
    (package / "METADATA").unlink()
    package.rmdir()
    assert taken(root, store).files == 1
    assert _held(store) == [1]
