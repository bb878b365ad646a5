"""Answers of one word: truth values, devices, view or copy."""

from __future__ import annotations

import re

from app.core.answers.finding import RIGHT, Finding, excerpt, unreadable, wrong
from app.core.answers.folding import bare

_TRUE = frozenset({"true", "yes", "是", "对", "真", "是的", "对的", "np.true_", "numpy.true_", "正确"})
_FALSE = frozenset(
    {"false", "no", "否", "错", "假", "不", "不是", "不对", "np.false_", "numpy.false_", "错误"}
)
_WRAPPED = re.compile(r"(?:torch\.)?(?:tensor|array|bool|bool_)\((.*)\)|np\.(?:array|bool_?)\((.*)\)")
_VIEW = frozenset(
    {"view", "a view", "views", "view (shares memory)", "alias", "aliased", "share", "shares", "shared",
     "sharing", "shares memory", "share memory", "shared memory", "same memory", "same storage",
     "视图", "共享", "共享内存", "共享存储", "同一块内存", "同一内存", "引用"}
)  # fmt: skip
_COPY = frozenset(
    {"copy", "a copy", "copies", "copied", "clone", "not shared", "not a view", "no view", "independent",
     "separate", "separate memory", "own memory", "new memory", "does not share memory",
     "doesn't share memory", "副本", "拷贝", "复制", "不共享", "不共享内存", "独立", "新内存"}
)  # fmt: skip
_DEVICE = re.compile(r"(cpu|cuda|mps|xpu|meta|xla|hpu|mtia|vulkan)(?::([0-9]{1,3}))?")
_DEVICE_CALL = re.compile(r"(?:torch\.)?device\((?:type=)?([^,()]*)(?:,(?:index=)?([0-9]{1,3}))?\)")


def judge_bool(typed: str, truth: bool) -> Finding:
    """Compare True, true, yes, 是, 对 … with a truth value; 1 and 0 can't be read."""
    said = read_bool(typed)
    if said is None:
        return unreadable(f"`{excerpt(typed, 30)}` is neither True nor False.")
    return RIGHT if said == truth else wrong(f"it is {truth}")


def judge_alias(typed: str, truth: bool) -> Finding:
    """Compare an answer to 'shares memory?': view, shares, 共享, 视图, yes; copy, 副本, 拷贝, no."""
    said = read_alias(typed)
    if said is None:
        return unreadable(f"`{excerpt(typed, 30)}` is neither view nor copy.")
    return RIGHT if said == truth else wrong(f"it is {alias_shown(truth)}")


def judge_device(typed: str, truth: str) -> Finding:
    """Compare devices; without an index the first one is meant."""
    said = read_device(typed)
    if said is None:
        return unreadable(f"`{excerpt(typed, 30)}` is no device: write cpu, cuda, cuda:0 or mps.")
    return RIGHT if said == read_device(truth) else wrong(f"it is {truth}")


def read_bool(typed: str) -> bool | None:
    """Read a truth value; None if it is none."""
    text = bare(typed).lower()
    if match := _WRAPPED.fullmatch(text):
        text = (match[1] or match[2] or "").strip()
    return True if text in _TRUE else False if text in _FALSE else None


def read_alias(typed: str) -> bool | None:
    """Read whether memory is shared; None if that can't be told."""
    text = " ".join(bare(typed).lower().split())
    if text in _VIEW or text in _COPY:
        return text in _VIEW
    return read_bool(typed)


def alias_shown(shared: bool) -> str:
    """Return how an alias truth is shown."""
    return "view (shares memory)" if shared else "copy"


def read_device(typed: str) -> tuple[str, int] | None:
    """Read a device as its type and index; None if it is none."""
    text = re.sub(r"[\s'\"]", "", bare(typed[:200]).lower())
    if match := _DEVICE_CALL.fullmatch(text):
        text = f"{match[1]}:{match[2]}" if match[2] else match[1]
    match = _DEVICE.fullmatch(text)
    return (match[1], int(match[2] or 0)) if match else None
