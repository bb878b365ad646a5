"""Taking in: a card keeps its memory whatever happens to its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.card import uid_of
from app.core.collection import TakenIn
from app.core.errors import ForecallError
from app.core.text import Text
from app.store.store import Store
from tests.builders import DAY, a_card, a_live_card
from tests.store.shelf import KNOWN, ROOT, a_deck, a_file, grade, handle, state, take_in, uids

NEXT = DAY + timedelta(days=1)


def asked(store: Store, decks: list[str] | None = None) -> list[str]:
    """Return the names of the cards that would be asked tomorrow, due or new, in no order."""
    waiting = store.due(NEXT, decks) + store.new(NEXT, decks, 1000)
    return sorted(store.card(w[0]).card.name for w in waiting)


class TestCards:
    def test_new_cards_come_in_the_order_of_the_file(self, store: Store) -> None:
        """All of it is stored: content, tags, source, facts, place in the file, path."""
        live = a_live_card("numpy/sum", tags=("x", "y"), source="numpy/1", facts=("f-1",), added=True, line=7)
        live = replace(live, lint=("-W20",))
        assert take_in(store, a_deck("numpy", "z", live, "a")) == TakenIn(added=3)
        first, second, third = store.new(DAY, None, 9)
        stored = store.card(second[0])
        assert stored.card == live
        assert stored.card.line == 7
        assert (stored.uid, stored.path) == (uid_of("numpy/sum"), f"{ROOT}/numpy.yaml")
        assert [store.card(w[0]).card.entry for w in (first, third)] == ["z", "a"]

    def test_taking_in_the_same_again_changes_nothing(self, store: Store) -> None:
        """A file that was touched but not changed reports nothing."""
        take_in(store, a_deck("d", "a", "b"))
        assert not take_in(store, a_deck("d", "a", "b")).anything

    def test_changed_text_keeps_the_state(self, store: Store) -> None:
        """The card is known by its id."""
        take_in(store, a_deck("d", "a"))
        graded = grade(store, "d/a", 5)
        changed = a_card("d/a", question=Text.plain("better said"))
        assert take_in(store, a_deck("d", changed)) == TakenIn(changed=1)
        assert state(store, "d/a") == graded
        assert store.card(handle(store, "d/a")).card == changed

    def test_new_order_tags_and_lines_are_no_change_of_cards(self, store: Store) -> None:
        """They are stored all the same."""
        take_in(store, a_deck("d", "a", "b"))
        tagged = replace(a_deck("d", "a").cards[0], tags=("t",), line=99)
        assert not take_in(store, a_deck("d", "b", tagged)).anything
        assert [store.card(w[0]).card.entry for w in store.new(DAY, None, 9)] == ["b", "a"]
        assert store.card(handle(store, "d/a")).card.tags == ("t",)

    def test_doubled_card_is_taken_once(self, store: Store) -> None:
        """Whatever a caller hands in, names stay unique."""
        assert take_in(store, a_deck("d", "a", "a")).added == 1

    def test_parts_of_one_entry_are_cards_of_their_own(self, store: Store) -> None:
        """Two holes of a cloze are graded apart."""
        take_in(store, a_deck("d", a_card("d/tanh/fault"), a_card("d/tanh/gain")))
        grade(store, "d/tanh/fault", 5)
        assert state(store, "d/tanh/gain").is_new


class TestIdentity:
    def test_changed_id_with_the_same_text_is_adopted(self, store: Store) -> None:
        """The uid is of the name it was first seen under; its memory stays."""
        take_in(store, a_deck("d", "a", "b"))
        graded = grade(store, "d/a")
        renamed = replace(a_deck("d", "a").cards[0], entry="alpha")
        assert take_in(store, a_deck("d", renamed, "b")) == TakenIn(moved=1)
        assert state(store, "d/alpha") == graded
        assert uids(store)["d/alpha"] == uid_of("d/a")

    def test_old_name_is_remembered(self, store: Store) -> None:
        """Renamed back, even with another text, it is still the same card."""
        take_in(store, a_deck("d", "a"))
        graded = grade(store, "d/a")
        take_in(store, a_deck("d", replace(a_deck("d", "a").cards[0], entry="alpha")))
        assert take_in(store, a_deck("d", a_card("d/a"))) == TakenIn(moved=1, changed=1)
        assert state(store, "d/a") == graded

    def test_card_that_moved_to_another_deck_keeps_its_state(self, store: Store) -> None:
        """Both files changed in one go."""
        take_in(store, a_deck("from", "a", "b"), a_deck("to", "x"))
        graded = grade(store, "from/a")
        moved = replace(a_deck("from", "a").cards[0], deck="to")
        assert take_in(store, a_deck("from", "b"), a_deck("to", "x", moved)) == TakenIn(moved=1)
        assert state(store, "to/a") == graded
        assert [d.cards for d in store.decks(DAY)] == [1, 2]

    def test_move_saved_in_two_steps(self, store: Store) -> None:
        """First the card is gone, later it is somewhere else: the retired card is adopted."""
        take_in(store, a_deck("from", "a", "b"))
        graded = grade(store, "from/a")
        assert take_in(store, a_deck("from", "b")) == TakenIn(retired=1)
        moved = replace(a_deck("from", "a").cards[0], deck="to")
        assert take_in(store, a_deck("to", moved)) == TakenIn(moved=1)
        assert state(store, "to/a") == graded

    def test_copied_card_is_a_new_one(self, store: Store) -> None:
        """Nothing is adopted from a card that is still there."""
        take_in(store, a_deck("d", "a"))
        grade(store, "d/a")
        copy = replace(a_deck("d", "a").cards[0], entry="copy")
        assert take_in(store, a_deck("d", "a", copy)) == TakenIn(added=1)
        assert state(store, "d/copy").is_new
        assert not state(store, "d/a").is_new

    def test_two_candidates_adopt_nothing(self, store: Store) -> None:
        """Of two vanished cards with the same text nobody knows which it was."""
        twins = [a_card("d/a"), a_card("d/b")]
        take_in(store, a_deck("d", *twins))
        assert take_in(store, a_deck("d", a_card("d/c"))) == TakenIn(added=1, retired=2)

    def test_two_claimants_adopt_nothing(self, store: Store) -> None:
        """Of two new cards with the text of one that vanished neither gets its memory."""
        take_in(store, a_deck("d", a_card("d/a")))
        assert take_in(store, a_deck("d", a_card("d/b"), a_card("d/c"))) == TakenIn(added=2, retired=1)

    def test_name_taken_over_by_another_card(self, store: Store) -> None:
        """After a → alpha, a new card a is a card of its own, with a uid of its own."""
        take_in(store, a_deck("d", "a"))
        grade(store, "d/a")
        alpha = replace(a_deck("d", "a").cards[0], entry="alpha")
        take_in(store, a_deck("d", alpha))
        assert take_in(store, a_deck("d", alpha, a_card("d/a"))) == TakenIn(added=1)
        assert state(store, "d/a").is_new
        assert uids(store) == {"d/alpha": uid_of("d/a"), "d/a": uid_of("d/a#2")}
        assert not take_in(store, a_deck("d", alpha, a_card("d/a"))).anything

    def test_swapped_texts_are_two_changed_cards(self, store: Store) -> None:
        """The id wins over the text."""
        a, b = a_deck("d", "a", "b").cards
        take_in(store, a_deck("d", a, b))
        graded = grade(store, "d/a", 5)
        swapped = [replace(a, content=b.content), replace(b, content=a.content)]
        assert take_in(store, a_deck("d", *swapped)) == TakenIn(changed=2)
        assert state(store, "d/a") == graded


class TestVanishing:
    def test_vanished_card_is_retired_and_returns_with_its_state(self, store: Store) -> None:
        """Retired cards are not asked and not counted; nothing of them is lost."""
        take_in(store, a_deck("d", "a", "b"))
        graded = grade(store, "d/a")
        assert take_in(store, a_deck("d", "b")) == TakenIn(retired=1)
        assert asked(store) == ["d/b"]
        assert store.decks(DAY)[0].cards == 1
        assert take_in(store, a_deck("d", "a", "b")) == TakenIn(restored=1)
        assert state(store, "d/a") == graded
        assert asked(store) == ["d/a", "d/b"]

    def test_file_with_errors_retires_nothing(self, store: Store) -> None:
        """Its good cards are taken in; the others stay as they were."""
        take_in(store, a_deck("d", "a", "b"))
        broken = a_file(a_deck("d", "b", "c"), sound=False)
        assert take_in(store, broken) == TakenIn(added=1)
        assert asked(store) == ["d/a", "d/b", "d/c"]

    def test_file_of_which_nothing_can_be_read_retires_nothing(self, store: Store) -> None:
        """It is remembered with its problems."""
        take_in(store, a_deck("d", "a"))
        known = replace(KNOWN, problems=3)
        assert not take_in(store, a_file(None, "d.yaml", sound=False, known=known)).anything
        assert asked(store) == ["d/a"]
        assert store.files(ROOT) == {"d.yaml": known}

    def test_gone_file_retires_its_cards_and_returns(self, store: Store) -> None:
        """The deck leaves the home screen and comes back."""
        take_in(store, a_deck("d", "a"), a_deck("e", "x"))
        graded = grade(store, "d/a")
        assert take_in(store, gone=["d.yaml"]) == TakenIn(retired=1)
        assert [d.deck for d in store.decks(DAY)] == ["e"]
        assert list(store.files(ROOT)) == ["e.yaml"]
        assert take_in(store, a_deck("d", "a")) == TakenIn(restored=1)
        assert state(store, "d/a") == graded

    def test_renamed_file_keeps_its_deck(self, store: Store) -> None:
        """One path is gone, another holds the same deck: nothing happened to the cards."""
        take_in(store, a_deck("d", "a"))
        assert not take_in(store, a_file(a_deck("d", "a"), "new.yaml"), gone=["d.yaml"]).anything
        assert store.card(handle(store, "d/a")).path == f"{ROOT}/new.yaml"

    def test_deck_that_changed_its_id_moves_its_cards(self, store: Store) -> None:
        """The texts are the same, so are the cards."""
        take_in(store, a_deck("old", "a", "b"))
        graded = grade(store, "old/a")
        cards = [replace(card, deck="new") for card in a_deck("old", "a", "b").cards]
        assert take_in(store, a_file(a_deck("new", *cards), "old.yaml")) == TakenIn(moved=2)
        assert state(store, "new/a") == graded
        assert [d.deck for d in store.decks(DAY)] == ["new"]

    def test_another_root_is_left_alone(self, store: Store) -> None:
        """Loading one folder never retires the cards of another."""
        take_in(store, a_deck("d", "a"), root="/one")
        take_in(store, a_deck("e", "x"), root="/two")
        take_in(store, gone=["d.yaml"], root="/two")
        assert asked(store) == ["d/a", "e/x"]

    def test_deck_found_in_another_root_goes_there(self, store: Store) -> None:
        """Its cards are the same; the first root's file is read again when that root is loaded again."""
        take_in(store, a_deck("d", "a", "b"), root="/one")
        assert not take_in(store, a_deck("d", "a"), root="/two").anything
        assert store.files("/one") == {}
        assert store.card(handle(store, "d/a")).path == "/two/d.yaml"
        assert asked(store) == ["d/a", "d/b"]


class TestClash:
    TOLD = "Deck d is in a.yaml and in b.yaml; the second is left out."

    def test_second_file_with_a_deck_is_left_out(self, store: Store) -> None:
        """Its cards are not taken in; it is not remembered, so that it is told of again."""
        take_in(store, a_file(a_deck("d", "a"), "a.yaml"))
        taken = take_in(store, a_file(a_deck("d", "other"), "b.yaml"))
        assert taken == TakenIn(clashes=(self.TOLD,))
        assert asked(store) == ["d/a"]
        assert list(store.files(ROOT)) == ["a.yaml"]

    def test_both_new_at_once(self, store: Store) -> None:
        """The first in the order of paths holds the deck."""
        files = [a_file(a_deck("d", "b"), "b.yaml"), a_file(a_deck("d", "a"), "a.yaml")]
        assert take_in(store, *files).clashes == (self.TOLD,)
        assert asked(store) == ["d/a"]

    def test_holder_that_is_broken_now_still_holds(self, store: Store) -> None:
        """A file with errors may still hold its deck: a copy of it does not take over."""
        take_in(store, a_file(a_deck("d", "a"), "a.yaml"))
        broken = a_file(None, "a.yaml", sound=False)
        assert take_in(store, broken, a_file(a_deck("d", "a"), "b.yaml")).clashes == (self.TOLD,)

    def test_deck_that_left_its_file_is_free(self, store: Store) -> None:
        """Its old file is sound and holds another deck now."""
        take_in(store, a_file(a_deck("d", "a"), "a.yaml"))
        taken = take_in(store, a_file(a_deck("e", "x"), "a.yaml"), a_file(a_deck("d", "a"), "b.yaml"))
        assert taken == TakenIn(added=1)
        assert asked(store) == ["d/a", "e/x"]


class TestHeld:
    def test_held_card_waits_and_returns(self, store: Store) -> None:
        """It is counted as held, not asked, and as it was when the reason is gone."""
        take_in(store, a_deck("d", "a", "b"), held={"d/a": "needs cuda"})
        count = store.decks(DAY)[0]
        assert (count.cards, count.held, count.new) == (2, 1, 1)
        assert asked(store) == ["d/b"]
        assert not take_in(store, a_deck("d", "a", "b")).anything
        assert asked(store) == ["d/a", "d/b"]


class TestFiles:
    def test_known_files_are_those_of_the_root(self, store: Store) -> None:
        """Each with what is remembered of it; a later load replaces it."""
        newer = replace(KNOWN, digest="d2", mtime_ns=KNOWN.mtime_ns + 1)
        take_in(store, a_deck("d", "a"), a_deck("e", "x"))
        take_in(store, a_file(a_deck("d", "a"), known=newer))
        assert store.files(ROOT) == {"d.yaml": newer, "e.yaml": KNOWN}
        assert store.files("/elsewhere") == {}

    def test_one_bad_thing_takes_everything_back(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        """Taking in is one transaction: a failure at its end leaves no trace."""
        take_in(store, a_deck("d", "a"))

        def refuse(*_: object) -> None:
            raise ForecallError("full")

        monkeypatch.setattr("app.store.intake._update", refuse)
        with pytest.raises(ForecallError):
            take_in(store, a_deck("d", "a", "b"), a_deck("e", "x"))
        assert asked(store) == ["d/a"]
        assert list(store.files(ROOT)) == ["d.yaml"]

    def test_title_in_several_languages(self, store: Store) -> None:
        """It is stored as it is written, and replaced when it changes."""
        take_in(store, replace(a_deck("d"), title=Text((("en", "Shapes"), ("zh", "形状")))))
        assert store.decks(DAY)[0].title == '[["en", "Shapes"], ["zh", "形状"]]'
        take_in(store, replace(a_deck("d"), title=Text.plain("X")))
        assert store.decks(DAY)[0].title == '[["", "X"]]'
