"""Keys of the screens: each is told once, and binding, key bar and help are made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

_NAMES = {"?": "question_mark"}
_FULL_WIDTH_NAMES = {"?": "fullwidth_question_mark", "space": "ideographic_space"}
_TO_FULL_WIDTH = 0xFEE0


@dataclass(frozen=True, slots=True)
class Key:
    """What one key, or several with the same effect, does.

    Attributes:
        keys: The keys, separated by blanks; the key bar and the help show the first.
        action: Name of the screen's action.
        label: What the key bar says, one or two words; empty if the bar leaves it out.
        help: What the help says, one sentence.
        shown: What is shown instead of the first key.
        each: True if the action takes the key as its argument.
    """

    keys: str
    action: str
    label: str
    help: str
    shown: str = ""
    each: bool = False

    @property
    def name(self) -> str:
        """How the key is written on the screen."""
        return self.shown or self.keys.split()[0]


def bindings(keys: Iterable[Key], *, priority: bool = False) -> list[BindingType]:
    """Return the bindings of keys; with an input method on, the full-width form works too.

    Args:
        keys: The keys.
        priority: True if they come before what a widget does with keys by itself.
    """
    return [
        Binding(
            ",".join(_forms(name)),
            f"{key.action}({name!r})" if key.each else key.action,
            key.label or key.help,
            show=False,
            tooltip=key.help,
            priority=priority,
        )
        for key in keys
        for name in key.keys.split()
    ]


def pressed_name(key: str) -> str:
    """Return what Textual calls a key."""
    return _NAMES.get(key, key)


def _forms(key: str) -> list[str]:
    forms = [pressed_name(key)]
    if key in _FULL_WIDTH_NAMES:
        forms.append(_FULL_WIDTH_NAMES[key])
    elif len(key) == 1:
        forms.append(chr(ord(key) + _TO_FULL_WIDTH))
    return forms
