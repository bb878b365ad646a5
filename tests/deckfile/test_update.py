"""A newer deck meets an edited one: nothing that its owner wrote is lost, and all else is new."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import ForecallError
from app.deckfile.update import HEAD as UPDATE_HEAD
from app.deckfile.update import Clash, Update, What, card_by_card, update
from tests.deckfile.test_splice import all_of

HEAD = "format: 1\ndeck: d\ntitle: T\ncards:\n"


def deck(head: str = HEAD, **cards: str) -> bytes:
    """A deck of cards by id, each with its answer."""
    return (head + "".join(f"- id: {name}\n  q: {name}?\n  a: {a}\n" for name, a in cards.items())).encode()


def test_each_card_goes_its_own_way() -> None:
    """Untouched: updated. Edited: kept. New: added in its place. Gone: removed, unless edited."""
    base = deck(same="1", old="1", edited="1", both="1", gone="1", gone_edited="1", deleted="1")
    mine = deck(same="1", old="1", edited="mine", both="mine", gone="1", gone_edited="mine", own="1")
    theirs = deck(same="1", old="2", fresh="1", edited="1", both="2", deleted="2")
    found = update(base, mine, theirs)
    assert (found.updated, found.added, found.removed) == (("old",), ("fresh",), ("gone",))
    assert [(c.entry, bool(c.mine), bool(c.theirs)) for c in found.clashes] == [
        ("both", True, True),
        ("gone_edited", True, False),
        ("deleted", False, True),
    ]
    wanted = deck(same="1", old="2", fresh="1", edited="mine", both="mine", gone_edited="mine", own="1")
    assert found.raw == wanted


def test_the_owner_may_take_the_newer_version() -> None:
    """Of a card edited, of one edited that is gone, of one deleted, and of the head; of no other."""
    head = "format: 1\ndeck: d\ntitle: {}\ncards:\n"
    base = deck(head.format("T"), both="1", other="1", gone="1", deleted="1")
    mine = deck(head.format("Mine"), both="mine", other="mine", gone="mine", own="1")
    theirs = deck(head.format("New"), both="2", other="2", deleted="2")
    found = update(base, mine, theirs, {"both", "gone", "deleted", "own", UPDATE_HEAD})
    assert [clash.entry for clash in found.clashes] == ["other"]
    assert found.raw == deck(head.format("New"), both="2", other="mine", deleted="2", own="1")
    kept = update(base, mine, theirs)
    assert kept.head_clashes
    assert kept.raw == mine
    told = {(change.entry, change.what) for change in card_by_card(kept, mine, theirs)}
    assert told == {(name, What.EDITED) for name in ("both", "other", "gone", "deleted", UPDATE_HEAD)}


def test_other_bytes_stay() -> None:
    """Comments and line ends of the owner, beside a card that is updated."""
    base, theirs = deck(a="1", b="1"), deck(a="2", b="1")
    mine = b"# mine\r\n" + base.replace(b"\n", b"\r\n") + b"# end\r\n"
    found = update(base, mine, theirs)
    assert found.raw == mine.replace(b"a?\r\n  a: 1", b"a?\r\n  a: 2")


def test_layout_alone_is_no_edit() -> None:
    """A card that its owner only wrote otherwise is still updated."""
    mine = deck(a="1").replace(b"a: 1", b"a: '1'  # mine")
    assert update(deck(a="1"), mine, deck(a="2")).updated == ("a",)


def test_without_a_base_what_differs_is_kept() -> None:
    """Nobody knows who changed it."""
    found = update(b"", deck(a="1", b="1"), deck(a="2", b="1", c="1"))
    assert (found.updated, found.added, found.removed) == ((), ("c",), ())
    assert found.clashes == (Clash("a", "- id: a\n  q: a?\n  a: 1", "- id: a\n  q: a?\n  a: 2"),)


def test_the_head_is_a_card_of_its_own() -> None:
    """Taken over if its owner left it alone."""
    newer = HEAD.replace("title: T", "title: New\nsetup: |\n  import torch")
    assert update(deck(a="1"), deck(a="mine"), deck(newer, a="1")).raw == deck(newer, a="mine")
    mine = HEAD.replace("title: T", "title: Mine")
    found = update(deck(a="1"), deck(mine, a="1"), deck(newer, a="1"))
    assert (found.head, found.head_clashes, found.changes) == (False, True, False)


def test_a_broken_file_is_refused() -> None:
    """Its owner mends it first."""
    with pytest.raises(ForecallError, match="has errors"):
        update(deck(a="1"), deck(a="'1"), deck(a="2"))


ANSWERS = st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from(["1", "2", "'3'"]), max_size=7)


@settings(max_examples=60, deadline=None)
@given(ANSWERS, ANSWERS, ANSWERS, st.sets(st.sampled_from("abcdefg")))
def test_any_three_versions(
    base: dict[str, str], mine: dict[str, str], theirs: dict[str, str], take: set[str]
) -> None:
    """What was edited is as its owner has or took it, all else is as in the newer version; twice is once."""
    found = update(deck(**base), deck(**mine), deck(**theirs), take)
    after = {name: card["a"] for name, card in all_of(found.raw).items()}  # type: ignore[index]
    for name in {*base, *mine, *theirs}:
        old, own, new = (each.get(name, "").strip("'") for each in (base, mine, theirs))
        assert after.get(name, "") == (new if own == old or (name in take and new != old) else own)
    again = update(deck(**theirs), found.raw, deck(**theirs))
    assert again == Update(found.raw)
