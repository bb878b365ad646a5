"""Keys that the config file binds anew, by the name of what they do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from itertools import combinations
from pkgutil import iter_modules

from textual.binding import BindingsMap
from textual.keys import KEY_NAME_REPLACEMENTS, Keys

import app.tui
from app.core.errors import ForecallError
from app.tui.keys import Key, bindings

FIXED = frozenset(["digit", "submit", "newline", "leave"])
"""Digits mean what stands at their place, and a line that is typed into needs its keys."""
_MODIFIERS = ("ctrl+", "alt+", "shift+", "super+")


def remapped(keys: tuple[Key, ...], changes: Mapping[str, str]) -> tuple[Key, ...]:
    """Return keys as the config file wants them; what it says wrongly changes nothing."""
    return tuple(
        replace(key, keys=changes[key.action], shown="") if _is_changed(key, changes) else key for key in keys
    )


def rebind(map_: BindingsMap, keys: Iterable[Key], changes: Mapping[str, str]) -> None:
    """Change the bindings of a screen; where a new key was bound already, the new meaning comes first."""
    changed = remapped(tuple(key for key in keys if _is_changed(key, changes)), changes)
    actions = {key.action for key in changed}
    old = [binding for found in map_.key_to_bindings.values() for binding in found]
    priority = any(binding.priority for binding in old if binding.action in actions)
    for name, found in list(map_.key_to_bindings.items()):
        left = [binding for binding in found if binding.action not in actions]
        if left:
            map_.key_to_bindings[name] = left
        else:
            del map_.key_to_bindings[name]
    for name, found in BindingsMap(bindings(changed, priority=priority)).key_to_bindings.items():
        map_.key_to_bindings[name] = [*found, *map_.key_to_bindings.get(name, ())]


def mistakes(changes: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the keys of the config file: one sentence for each name or clash."""
    pages = list(_pages())
    known = {key.action: key for _, keys in pages for key in keys}
    names = sorted(name for name, key in known.items() if not key.each and name not in FIXED)
    found = []
    for name, wanted in changes.items():
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            told = f": did you mean `{near[0]}`?" if near else f". There are: {', '.join(names)}."
            found.append(f"[keys] knows no `{name}`{told}")
        elif not wanted.split() or not all(map(_is_key, wanted.split())):
            found.append(f"[keys] `{name}`: “{wanted}” is no key; say z, ctrl+z or f5, several with blanks.")
    for page, keys in pages:
        found += [f"[keys] {clash} ({page})." for clash in _clashes(keys, changes)]
    return found


def wrong_keys(changes: Mapping[str, str]) -> ForecallError | None:
    """Return what is told of the mistakes; None if there are none."""
    found = mistakes(changes)
    if not found:
        return None
    return ForecallError(" ".join(found), fix="Correct or delete these lines of the config file.")


def _pages() -> Iterator[tuple[str, tuple[Key, ...]]]:
    """Yield the name and the keys of every screen; each is imported for that."""
    from app.tui.page import Page

    for module in iter_modules(app.tui.__path__):
        import_module(f"app.tui.{module.name}")
    waiting: list[type[Page]] = [Page]
    while waiting:
        page = waiting.pop()
        waiting += page.__subclasses__()
        if "KEYS" in vars(page) and page is not Page:
            yield page.TITLE_OF_HELP or page.__name__.removesuffix("Screen"), page.KEYS


def _clashes(keys: tuple[Key, ...], changes: Mapping[str, str]) -> Iterator[str]:
    after = remapped(keys, changes)
    for (one, new_one), (two, new_two) in combinations(zip(keys, after, strict=True), 2):
        shared = set(new_one.keys.split()) & set(new_two.keys.split())
        if shared - (set(one.keys.split()) & set(two.keys.split())) and one.action != two.action:
            yield f"`{one.action}` and `{two.action}` are both on {' '.join(sorted(shared))}"


def _is_changed(key: Key, changes: Mapping[str, str]) -> bool:
    wanted = changes.get(key.action, "").split()
    return bool(wanted) and not key.each and key.action not in FIXED and all(map(_is_key, wanted))


def _is_key(name: str) -> bool:
    for modifier in _MODIFIERS:
        name = name.removeprefix(modifier)
    known = {key.value for key in Keys} | set(KEY_NAME_REPLACEMENTS.values()) | {"space"}
    return len(name) == 1 or name in known
