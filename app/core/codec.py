"""Content as JSON, for the store: short keys left out when empty, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.core.card import Comparison, Content, Facet, Kind, Snippet
from app.core.text import Text

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def to_json(content: Content) -> str:
    """Return `content` as canonical JSON: equal contents give equal strings."""
    known: dict[str, Any] = {
        "kind": content.kind.value,
        "q": content.question.variants,
        "a": content.answer and content.answer.variants,
        "why": content.why and content.why.variants,
        "accept": [text.variants for text in content.accept],
        "wrong": [text.variants for text in content.wrong],
        "steps": [text.variants for text in content.steps],
        "ask": [facet.value for facet in content.ask],
        "run": content.run and _snippet_to_map(content.run),
    }
    compare = content.compare
    known |= {"digits": compare.digits, "strict": compare.strict, "base_ok": compare.base_ok}
    return _encode({key: value for key, value in known.items() if value not in (None, [], False)})


def hash_of(json_text: str) -> str:
    """Return the hash by which content, parameters and environments are known: 32 hex digits."""
    return digest_of(json_text.encode("utf-8", "surrogatepass"))


def digest_of(raw: bytes) -> str:
    """Return the hash of bytes, such as those of a deck file: 32 hex digits."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def snippet_bytes(run: Snippet) -> bytes:
    """Return all of a snippet that bears on its run; other snippets give other bytes."""
    return _encode(_snippet_to_map(run)).encode("utf-8", "surrogatepass")


def from_json(text: str) -> Content:
    """Return the content that `to_json` wrote.

    Raises:
        ValueError, KeyError: If the text was not written by `to_json`.
    """
    known: Mapping[str, Any] = json.loads(text)
    return Content(
        kind=Kind(known["kind"]),
        question=_text(known["q"]),
        answer=_text(known["a"]) if "a" in known else None,
        why=_text(known["why"]) if "why" in known else None,
        accept=tuple(map(_text, known.get("accept", ()))),
        wrong=tuple(map(_text, known.get("wrong", ()))),
        steps=tuple(map(_text, known.get("steps", ()))),
        ask=tuple(map(Facet, known.get("ask", ()))),
        run=_snippet(known["run"]) if "run" in known else None,
        compare=Comparison(known.get("digits"), known.get("strict", False), known.get("base_ok", False)),
    )


def _text(variants: list[list[str]]) -> Text:
    return Text(tuple((language, text) for language, text in variants))


def _snippet_to_map(run: Snippet) -> dict[str, Any]:
    known: dict[str, Any] = {
        "code": run.code,
        "setup": run.setup,
        "vary": run.vary,
        "when": run.when,
        "needs": run.needs,
        "timeout_ms": run.timeout_ms,
    }
    return {key: value for key, value in known.items() if value not in (None, "", ())}


def _snippet(known: Mapping[str, Any]) -> Snippet:
    return Snippet(
        code=known["code"],
        setup=known.get("setup", ""),
        vary=tuple((name, spec) for name, spec in known.get("vary", ())),
        when=known.get("when", ""),
        needs=tuple(known.get("needs", ())),
        timeout_ms=known.get("timeout_ms"),
    )
