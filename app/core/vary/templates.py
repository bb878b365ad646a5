"""Putting what was drawn into code and onto faces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Template

from app.core.vary.errors import VaryError

_FACE_NAME = re.compile(r"\$\{([A-Za-z_]\w*)\}", re.ASCII)


def substitute(code: str, drawn: Mapping[str, str]) -> str:
    """Return `code` with ``$name`` and ``${name}`` pasted over, and ``$$`` as ``$``.

    Raises:
        VaryError: If a name was not drawn, or a ``$`` stands for nothing.
    """
    try:
        return Template(code).substitute(drawn)
    except KeyError as missing:
        name = str(missing.args[0])
        raise VaryError(name, f"`${name}` is not declared.", "Declare it in `vary`.") from None
    except ValueError:
        place = stray_dollar(code)
        raise VaryError("code", f"The `$` {place} has no name after it.", "Write `$$` for a `$`.") from None


def fill_face(text: str, drawn: Mapping[str, str]) -> str:
    """Return a face with ``${name}`` pasted over for drawn names; any other ``$`` may be a formula's."""
    return _FACE_NAME.sub(lambda match: drawn.get(match[1], match[0]), text)


def names_in(code: str) -> set[str]:
    """Return the names that ``$name`` and ``${name}`` ask for in code."""
    return set(Template(code).get_identifiers())


def names_on(face: str) -> set[str]:
    """Return the names that ``${name}`` may ask for on a face."""
    return set(_FACE_NAME.findall(face))


def stray_dollar(code: str) -> str:
    """Return where the first ``$`` without a name stands, as ``in line 3``; empty if there is none."""
    for match in Template.pattern.finditer(code):
        if match["invalid"] is not None:
            return f"in line {code.count(chr(10), 0, match.start()) + 1}"
    return ""
