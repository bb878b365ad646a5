"""The JSON Schema of a deck file, for editors. Made of the same tables as the loader."""

from __future__ import annotations

from typing import Any

from app.core.card import Facet, Kind
from app.deckfile.contents import ALWAYS, NEEDS, TAKES
from app.deckfile.keys import (
    CARD_ID,
    CARD_KEYS,
    DECK_ID,
    DECK_KEYS,
    LANGUAGE,
    NAME,
    OWN_KEY,
    RUN_KEYS,
    Key,
    Shape,
)

Schema = dict[str, Any]

_PLAIN: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
"""Every scalar is taken as its text, so what an editor sees as a number may stand for text."""
_NAME: Schema = {**_PLAIN, "pattern": r"^[^,，\n]*[^\s,，][^,，\n]*$"}
_SHAPES: dict[Shape, Schema] = {
    Shape.TEXT: {"$ref": "#/definitions/text"},
    Shape.TEXTS: {"anyOf": [{"$ref": "#/definitions/text"}, {"$ref": "#/definitions/texts"}]},
    Shape.STRING: _PLAIN,
    Shape.NAMES: {"anyOf": [_NAME, {"type": "array", "items": _NAME}]},
    Shape.FLAG: {"type": "boolean"},
    Shape.NUMBER: {"type": "number"},
    Shape.FACETS: {
        "anyOf": [
            {"enum": [facet.value for facet in Facet]},
            {"type": "array", "items": {"enum": [facet.value for facet in Facet]}, "minItems": 1},
        ]
    },
    Shape.VARY: {
        "type": "object",
        "propertyNames": {"pattern": f"^{NAME.pattern}$"},
        "additionalProperties": {"type": ["string", "number", "boolean"], "pattern": r"\S"},
    },
    Shape.RUN: {"$ref": "#/definitions/run"},
    Shape.CARDS: {"type": ["array", "null"], "items": {"$ref": "#/definitions/card"}},
}
_EXACTLY: dict[str, Schema] = {
    "format": {"enum": [1, "1"]},
    "deck": {"type": ["string", "number"], "pattern": f"^{DECK_ID.pattern}$"},
    "id": {"type": ["string", "number"], "pattern": f"^{CARD_ID.pattern}$"},
    "digits": {"type": "integer", "minimum": 1, "maximum": 15},
    "timeout": {"type": "number", "minimum": 0.1, "maximum": 600},
}


def schema() -> Schema:
    """Return the schema, draft-07: the newest that the common YAML editors know in full."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A forecall deck",
        **_map_of(DECK_KEYS),
        "required": ["deck", "cards"],
        "definitions": {
            "text": {"anyOf": [_PLAIN, _by_language()]},
            "texts": {"type": "array", "items": {"$ref": "#/definitions/text"}, "minItems": 1},
            "run": {**_map_of(RUN_KEYS), "required": ["code"]},
            "card": {**_map_of(CARD_KEYS), "anyOf": [_of_kind(kind) for kind in Kind]},
        },
    }


def _map_of(keys: dict[str, Key]) -> Schema:
    return {
        "type": "object",
        "properties": {
            name: {"description": key.about, **_EXACTLY.get(name, _SHAPES[key.shape])}
            for name, key in keys.items()
        },
        "patternProperties": {f"^{OWN_KEY}": {}},
        "additionalProperties": False,
    }


def _by_language() -> Schema:
    return {
        "type": "object",
        "patternProperties": {f"^{LANGUAGE.pattern}$": _PLAIN},
        "additionalProperties": False,
        "minProperties": 1,
    }


def _of_kind(kind: Kind) -> Schema:
    """Return what a card of a kind must have, and that it has nothing that belongs to other kinds only."""
    allowed = {*NEEDS[kind], *TAKES[kind], *ALWAYS}
    odd = [{"required": [key]} for key in CARD_KEYS if key not in allowed]
    return {"title": f"a {kind.value} card", "required": [*NEEDS[kind]], "not": {"anyOf": odd}}
