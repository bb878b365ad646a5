"""The JSON Schema says what the loader does."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.deckfile.bundled import bundled_dir
from app.deckfile.contents import ALWAYS, NEEDS, TAKES
from app.deckfile.find import deck_files
from app.deckfile.keys import CARD_KEYS, DECK_KEYS, RUN_KEYS
from app.deckfile.load import load_text
from app.deckfile.schema import schema

VALIDATOR = jsonschema.Draft7Validator(schema())
VALUES: dict[str, Any] = {
    "id": "x",
    "q": "Q",
    "a": "A",
    "cloze": "{{hole}}",
    "wrong": ["B"],
    "steps": ["one", "two"],
    "ask": "value",
    "run": {"code": "1"},
    "why": {"en": "W", "zh": "因为"},
    "accept": ["A2"],
    "reverse": True,
    "digits": 3,
    "strict": True,
    "base_ok": True,
    "source": "s",
    "facts": ["f"],
    "tags": "t",
    "added": True,
    "lint": ["-W20"],
}


def test_it_is_a_schema() -> None:
    """It is valid itself, is plain JSON, and describes every key."""
    jsonschema.Draft7Validator.check_schema(schema())
    assert json.loads(json.dumps(schema())) == schema()
    maps = [schema(), schema()["definitions"]["card"], schema()["definitions"]["run"]]
    assert [set(each["properties"]) for each in maps] == [set(DECK_KEYS), set(CARD_KEYS), set(RUN_KEYS)]
    assert all(prop["description"] for each in maps for prop in each["properties"].values())


def test_every_key_of_a_card_goes_with_some_kind() -> None:
    """The tables of kinds and of keys name the same keys."""
    used = {*ALWAYS}.union(*NEEDS.values(), *TAKES.values())
    assert used == {*CARD_KEYS} == {*VALUES}


@pytest.mark.parametrize("file", deck_files(bundled_dir()), ids=lambda file: file.stem)
def test_the_bundled_decks_obey_it(file: Any) -> None:
    """An editor shows no error in the decks that people start from."""
    errors = [
        f"{e.json_path}: {e.message}" for e in VALIDATOR.iter_errors(yaml.safe_load(file.read_text("utf-8")))
    ]
    assert errors == []


@settings(max_examples=300, deadline=None)
@given(
    st.sets(st.sampled_from(sorted(VALUES)), max_size=6), st.sampled_from([{}, {"x-own": 1}, {"other": 1}])
)
def test_schema_and_loader_agree_on_which_keys_go_together(keys: set[str], more: dict[str, Any]) -> None:
    """A card with any set of keys is right for both or wrong for both."""
    deck = {"format": 1, "deck": "d", "title": "t", "cards": [{key: VALUES[key] for key in keys} | more]}
    loaded = load_text(json.dumps(deck, ensure_ascii=False), "d")
    assert VALIDATOR.is_valid(deck) == loaded.sound, loaded.problems


CASES: dict[str, list[Any]] = {
    "q": [5, 1.5, True, "a", {"en": 1}, {}, [], {"english": "x"}, " "],
    "tags": ["a", ["a", 1], "a, b", {}, ["a，b"], True],
    "reverse": [True, False, "yes", 1],
    "id": ["a", 7, "a b", "", ["a"]],
    "x-any": [{"a": ["b"]}, None],
}


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in CASES.items() for value in values]
)
def test_schema_and_loader_agree_on_values(key: str, value: Any) -> None:
    """What stands behind a key is right for both or wrong for both; numbers stand for text."""
    deck = {"format": 1, "deck": "d", "title": "t", "cards": [{"id": "x", "q": "Q", "a": "A", key: value}]}
    loaded = load_text(json.dumps(deck, ensure_ascii=False), "d")
    assert VALIDATOR.is_valid(deck) == loaded.sound, loaded.problems


@pytest.mark.parametrize(
    "deck",
    [
        {"deck": "A b", "cards": []},
        {"deck": "d"},
        {"cards": []},
        {"format": 2, "deck": "d", "cards": []},
        {"deck": "d", "cards": [], "tagz": 1},
        {"deck": "d", "cards": "x"},
        {"deck": "d", "cards": ["x"]},
        {"deck": "d", "cards": [], "setup": ["x"]},
    ],
)
def test_schema_and_loader_agree_on_decks(deck: dict[str, Any]) -> None:
    """What the deck itself says is right for both or wrong for both."""
    assert VALIDATOR.is_valid(deck) == load_text(json.dumps(deck), "d").sound
