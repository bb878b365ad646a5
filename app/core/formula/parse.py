"""The parser: LaTeX to a tree. It takes anything, and notes what it can't read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from unicodedata import normalize

from app.core.formula import symbols
from app.core.formula.nodes import Accent, Class, Fence, Fraction, Grid, Node, Root, Row, Script, Symbol

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)?|.", re.DOTALL)
_DEEPEST = 40
_PRIME = Symbol("′")
_WIDE_WORDS = ("dfrac", "tfrac", "cfrac")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A formula as a tree, and what of it could not be read."""

    tree: Node
    faults: tuple[str, ...] = ()


def parse(tex: str) -> Parsed:
    """Parse a formula."""
    parser = _Parser(_TOKEN.findall(tex.replace("\n", " ").strip()))
    rows = parser.grid(())
    tree = rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else Grid(rows, "rl")
    return Parsed(tree, tuple(dict.fromkeys(parser.faults)))


@dataclass(slots=True)
class _Parser:
    tokens: list[str]
    at: int = 0
    depth: int = 0
    faults: list[str] = field(default_factory=list)

    def grid(self, stops: tuple[str, ...]) -> tuple[tuple[Node, ...], ...]:
        """Parse cells up to one of the tokens, or the end, or the end of an environment."""
        rows: list[tuple[Node, ...]] = []
        cells: list[Node] = []
        while True:
            cells.append(self.row(("&", "\\\\", "\\end", *stops)))
            token = self.take()
            if token == "&":
                continue
            if any(cell != Row() for cell in cells) or (token == "\\\\" and len(cells) > 1):
                rows.append(tuple(cells))
            cells = []
            if token == "\\\\":
                continue
            if token == "\\end":
                self.word_argument()
                if not stops:
                    self.faults.append("`\\end` has no `\\begin`.")
                    continue
            return tuple(rows) or ((Row(),),)

    def row(self, stops: tuple[str, ...]) -> Node:
        """Parse nodes up to one of the tokens, which stays."""
        items: list[Node] = []
        while self.at < len(self.tokens) and self.tokens[self.at] not in stops:
            token = self.take()
            if token in ("^", "_", "'"):
                self.script(items, token)
            elif not token.isspace():
                items.append(self.node(token))
        return items[0] if len(items) == 1 else Row(tuple(items))

    def script(self, items: list[Node], token: str) -> None:
        base = items.pop() if items else Symbol("")
        script = base if isinstance(base, Script) else Script(base, limits=_is_straight(base))
        mark = _PRIME if token == "'" else self.argument()
        if token == "_" and script.sub is None:
            items.append(Script(script.base, mark, script.sup, script.limits))
        elif token != "_" and script.sup is None:
            items.append(Script(script.base, script.sub, mark, script.limits))
        elif token != "_" and (token == "'" or script.sup == _PRIME):
            before = script.sup.items if isinstance(script.sup, Row) else (script.sup or Symbol(""),)
            items.append(Script(script.base, script.sub, Row((*before, mark)), script.limits))
        else:
            self.faults.append(f"There are two `{token}` on one base: put braces around what they belong to.")
            items += [script, Symbol(token), mark]

    def node(self, token: str) -> Node:
        """Parse what begins with a token."""
        if token == "{":
            return self.braced()
        if token == "}":
            self.faults.append("A `}` closes nothing.")
            return Symbol("}")
        if token.startswith("\\") and len(token) > 1:
            return self.command(token[1:])
        if token == "~":
            return Symbol(" ", Class.BLANK)
        return symbols.SIGNS.get(token) or Symbol(token)

    def braced(self) -> Node:
        """Parse up to the brace that closes, and take it."""
        if self.depth >= _DEEPEST:
            self.faults.append(f"Braces nest more than {_DEEPEST} deep.")
            rest, self.at = "".join(self.tokens[self.at :]), len(self.tokens)
            return Symbol(rest, Class.WORD)
        self.depth += 1
        body = self.row(("}",))
        self.depth -= 1
        if not self.take():
            self.faults.append("A `{` is never closed.")
        return body if isinstance(body, Row) else Row((body,))

    def argument(self) -> Node:
        """Parse one argument: braces, or one token."""
        self.skip_blanks()
        token = self.take()
        if not token:
            self.faults.append("Something is missing at the end.")
            return Symbol("?")
        if self.depth >= _DEEPEST:
            return Symbol(token, Class.WORD)
        self.depth += 1
        if token.isdigit() and len(token) > 1:
            # `x^10` is x¹ followed by 0, as LaTeX has it.
            self.at -= 1
            self.tokens[self.at : self.at + 1] = [token[0], token[1:]]
            token = self.take()
        found = self.node(token)
        self.depth -= 1
        return found.items[0] if isinstance(found, Row) and len(found.items) == 1 else found

    def word_argument(self) -> str:
        """Take one argument as text."""
        self.skip_blanks()
        if self.peek() != "{":
            return self.take()
        start, depth = self.at + 1, 0
        while self.at < len(self.tokens):
            token = self.take()
            depth += (token == "{") - (token == "}")
            if depth == 0:
                return "".join(self.tokens[start : self.at - 1])
        self.faults.append("A `{` is never closed.")
        return "".join(self.tokens[start:])

    def command(self, name: str) -> Node:
        """Parse what a command begins."""
        starred = name.rstrip("*")
        if name in symbols.COMMANDS:
            return symbols.COMMANDS[name]
        if name in _ACTS:
            return _ACTS[name](self)
        if name in symbols.BLANKS:
            return Symbol(" ", Class.BLANK)
        if name in symbols.NOTHING:
            return Row()
        if starred in symbols.WORDS:
            text = self.word_argument().replace("\\_", "_").replace("\\&", "&").replace("~", " ")
            role = Class.FUNCTION if starred == "operatorname" else Class.WORD
            return Symbol(text, role)
        if name in symbols.PLAIN_FONTS or name in symbols.LETTERS:
            return _upright(_lettered(self.argument(), name), name)
        if name in symbols.ACCENTS:
            return Accent(symbols.ACCENTS[name], name, self.argument())
        near = get_close_matches(name, [*symbols.COMMANDS, *_ACTS, *symbols.ACCENTS, *symbols.WORDS], 1, 0.75)
        hint = f": did you mean `\\{near[0]}`?" if near and len(name) > 1 else "."
        self.faults.append(f"`\\{name}` is not known{hint}")
        return Symbol(f"\\{name}", Class.WORD)

    def fraction(self) -> Node:
        return Fraction(self.argument(), self.argument())

    def binomial(self) -> Node:
        return Fence("(", Fraction(self.argument(), self.argument(), bar=False), ")")

    def root(self) -> Node:
        self.skip_blanks()
        degree = None
        if self.peek() == "[" and self.depth < _DEEPEST:
            self.take()
            self.depth += 1
            degree = self.row(("]",))
            self.depth -= 1
            self.take()
        return Root(self.argument(), degree)

    def fence(self) -> Node:
        left = self.delimiter()
        if self.depth >= _DEEPEST:
            return Symbol(left, Class.OPEN)
        self.depth += 1
        body = self.row(("\\right", "}", "\\end"))
        self.depth -= 1
        if self.peek() != "\\right":
            self.faults.append("`\\left` has no `\\right`.")
            return Fence(left, body, "")
        self.take()
        return Fence(left, body, self.delimiter())

    def lonely_right(self) -> Node:
        self.faults.append("`\\right` has no `\\left`.")
        return Symbol(self.delimiter(), Class.CLOSE)

    def middle(self) -> Node:
        return Symbol(self.delimiter(), Class.RELATION)

    def delimiter(self) -> str:
        self.skip_blanks()
        token = self.take()
        if token == ".":
            return ""
        known = symbols.COMMANDS.get(token[1:]) if token.startswith("\\") else None
        return known.text if known else token

    def environment(self) -> Node:
        name = self.word_argument()
        if name == "array":
            self.word_argument()
        if name not in symbols.GRIDS:
            self.faults.append(f"The environment `{name}` is not known.")
        if self.depth >= _DEEPEST:
            return Symbol(f"\\begin{{{name}}}", Class.WORD)
        left, align, right = symbols.GRIDS.get(name, ("", "c", ""))
        self.depth += 1
        rows = self.grid(("}",))
        self.depth -= 1
        grid = Grid(rows, align)
        return Fence(left, grid, right) if left or right else grid

    def below(self) -> Node:
        r"""Parse what has a straight limit, such as `\underset{below}{base}`."""
        mark, base = self.argument(), self.argument()
        return Script(base, sub=mark, limits=True)

    def above(self) -> Node:
        mark, base = self.argument(), self.argument()
        return Script(base, sup=mark, limits=True)

    def brace(self) -> Node:
        # The brace itself is drawn as nothing: what is written at it stands straight below or above.
        return Script(self.argument(), limits=True)

    def negated(self) -> Node:
        found = self.argument()
        return (
            Symbol(normalize("NFC", f"{found.text}\u0338"), found.role)
            if isinstance(found, Symbol)
            else found
        )

    def modulo(self) -> Node:
        return Row((Symbol("(mod ", Class.OPEN), self.argument(), Symbol(")", Class.CLOSE)))

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1 if token else 0
        return token

    def skip_blanks(self) -> None:
        while self.peek().isspace():
            self.at += 1


_ACTS: dict[str, Callable[[_Parser], Node]] = {
    **dict.fromkeys(("frac", *_WIDE_WORDS), _Parser.fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _Parser.binomial),
    "sqrt": _Parser.root,
    "left": _Parser.fence,
    "right": _Parser.lonely_right,
    "middle": _Parser.middle,
    "begin": _Parser.environment,
    "underset": _Parser.below,
    **dict.fromkeys(("overset", "stackrel"), _Parser.above),
    **dict.fromkeys(("underbrace", "overbrace"), _Parser.brace),
    "not": _Parser.negated,
    "pmod": _Parser.modulo,
}


def _is_straight(base: Node) -> bool:
    return isinstance(base, Symbol) and base.text.replace(" ", "") in symbols.STRAIGHT


def _lettered(node: Node, font: str) -> Node:
    own = symbols.LETTERS.get(font, {})
    if isinstance(node, Symbol):
        return Symbol(own.get(node.text, node.text), node.role)
    if isinstance(node, Row):
        return Row(tuple(_lettered(item, font) for item in node.items))
    return node


def _upright(node: Node, font: str) -> Node:
    r"""Join the letters of a name, such as ``softmax`` in `\mathrm{softmax}`, to one word."""
    if font not in ("mathrm", "mathsf", "mathtt", "mathbf", "mathit") or not isinstance(node, Row):
        return node
    if all(isinstance(item, Symbol) and item.text.isalnum() for item in node.items):
        return Symbol("".join(item.text for item in node.items if isinstance(item, Symbol)), Class.WORD)
    return node
