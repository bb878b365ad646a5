"""Which exception is raised."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.answers.finding import RIGHT, Finding, excerpt, unreadable, wrong
from app.core.answers.folding import bare

_LEAD = re.compile(r"(?:it\s+)?(?:raises?|throws?)\s+(?:an?\s+)?|an?\s+|抛出\s*|<class\s*'", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_SPACED = re.compile(r"[A-Za-z]+(?: [A-Za-z]+){1,4} (?:error|exception|warning)", re.IGNORECASE)
_SHORT_SPACED = re.compile(r"[A-Za-z]+ (?:error|exception|warning)", re.IGNORECASE)
_NOTHING = frozenset(
    {"none", "nothing", "no error", "no exception", "no", "无", "没有", "不报错", "没有错误", "无异常"}
)
_ANY = frozenset({"error", "an error", "exception", "报错", "错误", "异常", "出错"})
_SAME = {"ioerror": "oserror", "environmenterror": "oserror", "windowserror": "oserror"}


def judge(typed: str, error: str, bases: Sequence[str], base_ok: bool) -> Finding:
    """Compare a typed exception with the one that was raised; `error` is empty if none was.

    Only the last part of the name counts, in any case; a message after it is passed over. A base
    class is right only with `base_ok`. ``none`` and ``no error`` predict that nothing is raised.
    """
    name = read(typed)
    if name is None:
        return unreadable(f"`{excerpt(typed, 30)}` is no class of exception, such as ValueError.")
    if not error:
        return RIGHT if not name else wrong("nothing was raised")
    told = f"it raised {_last(error)}"
    if _key(name) == _key(error):
        return RIGHT
    if any(_key(name) == _key(base) for base in bases if base != "object"):
        return RIGHT if base_ok else wrong(f"{told}; {name} is only a base class of it")
    return wrong(told)


def read(typed: str) -> str | None:
    """Read the name of an exception; empty for ``no error`` and the like, None if it is no name."""
    text = bare(typed)
    line = text[text.rfind("\n") + 1 :].strip()[:400]
    if line.lower() in _NOTHING:
        return ""
    if line.lower() in _ANY:
        return line
    if match := _LEAD.match(line):
        line = line[match.end() :]
    head = line.partition(":")[0].strip()
    if _SHORT_SPACED.fullmatch(head) or _SPACED.fullmatch(head):
        return head.replace(" ", "")
    found = _NAME.match(line)
    if found is None or line[found.end() : found.end() + 1] not in ("", ":", "(", " ", "'"):
        return None
    if line[found.end() :].lstrip()[:1] not in ("", ":", "(", "'"):
        return None
    return _last(found.group())


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _key(name: str) -> str:
    key = _last(name).lower().lstrip("_")
    return _SAME.get(key, key)
