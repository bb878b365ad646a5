"""Numbers as they are written, and whether two of them are the same.

Whole numbers of the truth are compared exactly, whatever their size. For others the relative
tolerances are those of `torch.testing.assert_close` for the truth's dtype; beside them a prediction
is right if it is the truth rounded to the digits that were written, at least three. An absolute
tolerance counts only where one side is 0, so that 1.5e-7 is never 1.5e-8.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

ROUNDED_DIGITS = 3
"""Significant digits that a rounded prediction must have at least."""
_DISPLAYED = {"float16": 4, "bfloat16": 3, "float32": 8}
_SLACK = 1.3e-6
"""Lets a tie in rounding, as printed, be rounded either way although the binary value is no tie."""
_TOLERANCES = {
    "float16": (1e-3, 1e-5),
    "bfloat16": (1.6e-2, 1e-5),
    "float32": (1.3e-6, 1e-5),
    "float64": (1e-7, 1e-7),
    "complex32": (1e-3, 1e-5),
    "complex64": (1.3e-6, 1e-5),
    "complex128": (1e-7, 1e-7),
}
"""Relative and absolute tolerance by dtype."""
_MAX_EXACT = 4000
"""Characters of a number that is compared exactly; Python converts at most 4300 digits."""

_REAL = r"(?:[0-9][0-9_]*+(?:\.[0-9_]*+)?|\.[0-9][0-9_]*+)(?:[eE][+-]?[0-9]{1,3}+)?"
_BASED = r"0[xX][0-9a-fA-F]++|0[bB][01]++|0[oO][0-7]++"
_ENDLESS = r"(?:inf|nan)"
_PART = rf"(?:{_REAL}|{_ENDLESS})"
_IMAGINARY = rf"(?:[+-]{_PART}?[jJiI]|[jJiI])"
TOKEN = rf"[+-]?(?:{_BASED}|{_REAL}/{_REAL}|{_PART}{_IMAGINARY}?)(?![\w.])"
"""Pattern of a number without blanks, to be compiled by readers of larger things."""

_BASES = ("0x", "0b", "0o")
_TOKEN = re.compile(TOKEN)
_COMPLEX = re.compile(rf"(?P<real>[+-]?{_PART})??(?P<imag>[+-]?{_PART}?)[jJiI]")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})++(?:\.[0-9]*+)?")
_WHOLE = re.compile(r"[+-]?[0-9]++")
_WORDS = {
    "infinity": "inf", "+infinity": "inf", "-infinity": "-inf", "无穷": "inf", "无穷大": "inf",
    "正无穷": "inf", "负无穷": "-inf", "+inf": "inf", "+nan": "nan", "-nan": "nan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written: ``0.333``, ``-3``, ``1e3``, ``1/3``, ``0xff``, ``1+2j``, ``inf``."""

    text: str

    @property
    def whole(self) -> bool:
        """True if it is written as a whole number."""
        return _WHOLE.fullmatch(self.text) is not None


def read(text: str) -> Number | None:
    """Read a number that stands alone: thousands may be grouped, a complex one may hold blanks."""
    text = text.strip()
    if _THOUSANDS.fullmatch(text):
        return Number(text.replace(",", ""))
    text = _WORDS.get(text.lower(), text)
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    joined = re.sub(r"\s*([+/-])\s*", r"\1", text) if len(text) <= 200 else text
    for form in (text, joined, joined.lower()):
        if _TOKEN.fullmatch(form):
            return of(form)
    return None


def of(token: str) -> Number | None:
    """Make a number of what `TOKEN` matched; None if it divides by zero."""
    token = token.replace("_", "").lower()
    if token.endswith("i"):
        token = f"{token[:-1]}j"
    if "/" in token and _float(token.partition("/")[2]) == 0:
        return None
    return Number(token)


def same(said: Number, true: Number, dtype: str = "", digits: int | None = None) -> bool:
    """Tell whether a prediction is right for a number.

    Args:
        said: The prediction.
        true: The truth, as Python writes it.
        dtype: The truth's dtype; float64 if empty.
        digits: Significant digits of the truth that must be right; None means the tolerances above.
    """
    if said.text == true.text:
        return True
    if true.whole and digits is None and not said.text.endswith("j"):
        return _exact(said.text) == _exact(true.text)
    tolerance = _TOLERANCES.get(dtype.rpartition(".")[2], _TOLERANCES["float64"])
    pairs = zip(_parts(said.text), _parts(true.text), strict=True)
    return all(_same_real(one, other, tolerance, digits) for one, other in pairs)


def equal(one: Number, other: Number) -> bool:
    """Tell whether two numbers are the same as Python literals: 1 is not 1.0, and nothing is rounded."""
    if one.text == other.text:
        return True
    if one.whole != other.whole or len(one.text) > _MAX_EXACT or len(other.text) > _MAX_EXACT:
        return False
    return [_float(part) for part in _parts(one.text)] == [_float(part) for part in _parts(other.text)] and (
        not one.whole or int(one.text) == int(other.text)
    )


def displayed(text: str, dtype: str) -> str:
    """Return a true number with no more digits than its dtype holds: 0.1, not 0.10000000149011612."""
    digits = _DISPLAYED.get(dtype.rpartition(".")[2], 17)
    if len(text) <= digits + 2 or not _TOKEN.fullmatch(text) or text.endswith("j"):
        return text
    return f"{float(text):.{digits}g}"


def magnitude(number: Number) -> float:
    """Return a float by which numbers can be put in order; not a number comes first."""
    real = _float(_parts(number.text)[0])
    return -math.inf if math.isnan(real) else real


def _parts(text: str) -> tuple[str, str]:
    """Split into the texts of the real and the imaginary part."""
    if not text.endswith("j"):
        return text, "0"
    match = _COMPLEX.fullmatch(text)
    if match is None:
        return "nan", "nan"
    imag = match["imag"]
    return match["real"] or "0", imag if imag.strip("+-") else f"{imag}1"


def _same_real(said: str, true: str, tolerance: tuple[float, float], digits: int | None) -> bool:
    a, b = _float(said), _float(true)
    if a == b or (math.isnan(a) and math.isnan(b)):
        return True
    if not math.isfinite(a) or not math.isfinite(b):
        return False
    off, (relative, absolute) = abs(a - b), tolerance
    if a == 0 or b == 0:
        return off <= absolute and (digits is None or b == 0)
    if digits is not None:
        unit = 10.0 ** (math.floor(math.log10(abs(b))) - digits + 1)
        return 2 * off <= unit * (1 + _SLACK)
    if off <= relative * abs(b):
        return True
    written, place = _precision(said)
    slack = min(relative, _SLACK) * abs(b)
    return written >= ROUNDED_DIGITS and off <= 10.0**place / 2 + slack


def _precision(text: str) -> tuple[int, int]:
    """Return how many significant digits are written, and the power of ten of the last one."""
    if "/" in text or text.lstrip("+-")[:2] in _BASES:
        return 0, 0
    mantissa, _, exponent = text.lstrip("+-").partition("e")
    whole, _, decimals = mantissa.partition(".")
    return len((whole + decimals).lstrip("0")), int(exponent or 0) - len(decimals)


def _float(text: str) -> float:
    if "/" in text:
        upper, _, lower = text.partition("/")
        return float(upper) / (float(lower) or math.nan)
    if text.lstrip("+-")[:2] in _BASES:
        return float(int(text, 0)) if len(text) <= 200 else math.inf
    return float(text)


def _exact(text: str) -> Fraction | int | str:
    """Return the exact value, or the text itself where there is none that could be a whole number."""
    if len(text) > _MAX_EXACT or "n" in text:
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    if text.lstrip("+-")[:2] in _BASES:
        return int(text, 0)
    upper, _, lower = text.partition("/")
    return Fraction(upper) / Fraction(lower or 1)
