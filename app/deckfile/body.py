"""The cards of a file: in one go if YAML can read it all, else each card alone."""

from __future__ import annotations

import re

import yaml
from yaml import MappingEndEvent, SequenceEndEvent, SequenceStartEvent

from app.deckfile import cut, values
from app.deckfile import report as rule
from app.deckfile.cut import Piece
from app.deckfile.entries import Entries
from app.deckfile.explain import explain
from app.deckfile.keys import CARD_ID
from app.deckfile.nodes import Listing, Node, Scalar, TooDeepError, Walk
from app.deckfile.report import Place, Report, shown

BROKEN = (yaml.YAMLError, TooDeepError)
"""What a walk raises where the text can't be read."""
ID = re.compile(rf"^[ -]*id[ ]*:[ ]+[\"']?({CARD_ID.pattern})[\"']?[ ]*(?:#.*)?$", re.MULTILINE)
"""The line that gives a card its id."""


def read_node(report: Report, entries: Entries, node: Node) -> None:
    """Take the cards of a list that was read already."""
    if isinstance(node, Listing):
        for item in node.items:
            entries.add(item)
    elif not (isinstance(node, Scalar) and not node.value):
        values.wrong_type(report, node, "`cards` wants a list of cards")


def read(report: Report, entries: Entries, body: Piece) -> None:
    """Take the cards of a body; what is broken is explained and hides nothing else."""
    before = report.state()
    try:
        _read_at_once(report, entries, body)
    except BROKEN as error:
        report.reset(before)
        entries.clear()
        for piece in cut.cards_of(body):
            _read_alone(report, entries, piece)
        if report.errors == before[1]:
            report.source, report.shift, report.card = body.text, body.line, entries.deck
            explain(report, error)


def _read_at_once(report: Report, entries: Entries, body: Piece) -> None:
    walk = Walk(body.text, report, body.line)
    walk.document()
    walk.event()  # the map …
    walk.event()  # … and its key, `cards`
    event = walk.event()
    if isinstance(event, SequenceStartEvent):
        event = walk.event()
        while event.__class__ is not SequenceEndEvent:
            entries.add(walk.node(event, 1))
            event = walk.event()
    else:
        read_node(report, entries, walk.node(event))
    report.card = entries.deck
    event = walk.event()
    while not isinstance(event, MappingEndEvent):
        key = walk.node(event)
        name = shown(key.value) if isinstance(key, Scalar) else "…"
        value = walk.node(walk.event())
        if name == "cards":
            what, fix = "The key `cards` is there twice.", "Put all cards below the first."
            report.add(rule.DUPLICATE_KEY, event.start_mark, what, fix)
            read_node(report, entries, value)
            report.card = entries.deck
        else:
            fix = "If it belongs to a card, indent it like the card's keys."
            report.add(rule.UNKNOWN_KEY, event.start_mark, f"The deck has no key `{name}`.", fix)
        event = walk.event()
    if another := walk.rest():
        report.add_second_document(another)


def _read_alone(report: Report, entries: Entries, piece: Piece) -> None:
    try:
        _read_piece(report, entries, piece)
    except BROKEN as error:
        parts = cut.at_ids(piece)
        if len(parts) == 1:
            _explain(report, entries, piece, error)
            return
        errors = report.errors
        for part in parts:
            try:
                _read_piece(report, entries, part)
            except BROKEN as own:
                _explain(report, entries, part, own)
        if report.errors == errors:
            report.source, report.shift, report.card = parts[1].text, parts[1].line, entries.deck
            column = len(parts[1].text) - len(parts[1].text.lstrip())
            what = "This card is not indented like the others."
            report.add(rule.INDENT, Place(0, column), what, "Indent all cards like the first.")


def _read_piece(report: Report, entries: Entries, piece: Piece) -> None:
    """Read all of a piece before any of it is taken: what is broken at its end spoils it all."""
    before = report.state()
    report.card = entries.name_of(_id_in(piece))
    walk = Walk(piece.text, report, piece.line)
    try:
        if not walk.document():
            return
        node = walk.node(walk.event())
        another = walk.rest()
    except BROKEN:
        report.reset(before)
        raise
    read_node(report, entries, node)
    if another:
        report.add_second_document(another)


def _explain(report: Report, entries: Entries, piece: Piece, error: yaml.YAMLError | TooDeepError) -> None:
    report.source, report.shift = piece.text, piece.line
    report.card = entries.name_of(_id_in(piece))
    explain(report, error)


def _id_in(piece: Piece) -> str:
    found = ID.search(piece.text)
    return found[1] if found else ""
