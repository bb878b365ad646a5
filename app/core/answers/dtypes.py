"""Names of dtypes: torch's, numpy's, and those people use."""

from __future__ import annotations

import re

from app.core.answers.finding import RIGHT, Finding, excerpt, unreadable, wrong
from app.core.answers.folding import bare

_PLAIN = re.compile(
    r"b?float(?:16|32|64|128)|u?int(?:8|16|32|64)|complex(?:32|64|128|256)|bool|object|longdouble"
    r"|float8_\w{1,20}|q?u?int[1-8]|qint32|quint\dx\d|bits\d\w{0,4}"
    r"|(?:datetime64|timedelta64)(?:\[\w{1,5}\])?|[<>|=]?[uvs]\d{0,6}"
)
_EVERYWHERE = {
    "double": "float64", "single": "float32", "half": "float16", "short": "int16", "long": "int64",
    "longlong": "int64", "bool_": "bool", "boolean": "bool", "cdouble": "complex128", "cfloat": "complex64",
    "csingle": "complex64", "chalf": "complex32", "fp16": "float16", "fp32": "float32", "fp64": "float64",
    "bf16": "bfloat16", "bfp16": "bfloat16", "brainfloat16": "bfloat16", "f16": "float16", "f32": "float32",
    "f64": "float64", "i8": "int8", "i16": "int16", "i32": "int32", "i64": "int64", "u8": "uint8",
    "u16": "uint16", "u32": "uint32", "u64": "uint64", "c32": "complex32", "c64": "complex64",
    "c128": "complex128", "uchar": "uint8", "ubyte": "uint8", "str": "str", "str_": "str", "o": "object",
    "object_": "object", "f2": "float16", "f4": "float32", "f8": "float64", "i1": "int8", "i2": "int16",
    "i4": "int32", "u1": "uint8", "u2": "uint16", "u4": "uint32", "c8": "complex64", "c16": "complex128",
    "b1": "bool", "float128": "longdouble",
    "单精度": "float32", "双精度": "float64", "半精度": "float16", "布尔": "bool",
    "单精度浮点数": "float32", "双精度浮点数": "float64", "半精度浮点数": "float16", "布尔型": "bool",
}  # fmt: skip
"""`u8` and `i8` mean 8 bits, as torch people say it; numpy's 8 bytes are meant only where it says so."""
_TORCH = {
    "float": "float32", "int": "int32", "complex": "complex64", "byte": "uint8", "char": "int8",
}  # fmt: skip
_NUMPY = {
    "float": "float64", "int": "int64", "complex": "complex128", "byte": "int8", "float_": "float64",
    "int_": "int64", "intp": "int64", "intc": "int32", "uint": "uint64", "uintp": "uint64", "uintc": "uint32",
    "ushort": "uint16", "ulong": "uint64", "ulonglong": "uint64", "complex_": "complex128",
    "clongdouble": "complex256", "bool8": "bool",
}  # fmt: skip
_TENSORS = {
    "float": "float32", "double": "float64", "half": "float16", "bfloat16": "bfloat16", "byte": "uint8",
    "char": "int8", "short": "int16", "int": "int32", "long": "int64", "bool": "bool",
    "complexfloat": "complex64", "complexdouble": "complex128",
}  # fmt: skip
_BYTES = {
    "f2": "float16", "f4": "float32", "f8": "float64", "f16": "longdouble", "i1": "int8", "i2": "int16",
    "i4": "int32", "i8": "int64", "u1": "uint8", "u2": "uint16", "u4": "uint32", "u8": "uint64",
    "c8": "complex64", "c16": "complex128", "b1": "bool", "?": "bool", "e": "float16", "f": "float32",
    "d": "float64", "b": "int8", "h": "int16", "i": "int32", "l": "int64", "q": "int64",
}  # fmt: skip
"""What numpy's type strings mean; the number counts bytes."""
_WRAPPED = re.compile(r"(?:(torch|np|numpy)\.)?(dtype|class|type)\s*\((.*)\)|<class\s*(.*)>", re.DOTALL)
_PREFIXED = re.compile(r"(torch|np|numpy|jnp|tf)\.(?:cuda\.)?(.*)", re.DOTALL)
_MAX_LENGTH = 100


def judge(typed: str, truth: str, library: str) -> Finding:
    """Compare a typed dtype with the truth's, such as ``torch.float32`` or ``int64``.

    A prefix that was typed decides what ``float`` and ``int`` mean, else the library of the truth.
    """
    said = canonical(bare(typed), _library_of(truth, library))
    if said is None:
        return unreadable(f"`{excerpt(typed, 30)}` is no dtype that is known here.")
    if said != canonical(truth, _library_of(truth, library)):
        return wrong(f"it is {truth}")
    return RIGHT


def same(typed: str, truth: str, library: str) -> bool:
    """Tell whether a dtype, as it was typed inside ``tensor(…, dtype=…)``, is the truth's."""
    return judge(typed, truth, library) == RIGHT


def canonical(text: str, library: str) -> str | None:
    """Return the one name of a dtype; None if it is none.

    Args:
        text: As it was typed, folded.
        library: ``torch`` decides for bare ``float`` and ``int``; anything else means numpy.
    """
    text = text.strip()[:_MAX_LENGTH]
    typestring = False
    for _ in range(4):
        text = text.strip().strip("'\"").strip()
        if match := _WRAPPED.fullmatch(text):
            text = match[3] if match[3] is not None else match[4]
            typestring |= match[1] in ("np", "numpy") or match[2] == "dtype"
        elif match := _PREFIXED.fullmatch(text):
            library, text = ("torch" if match[1] == "torch" else "numpy"), match[2]
    return _named(text, library, typestring)


def _named(text: str, library: str, typestring: bool) -> str | None:
    if text[:1] in ("<", "=", "|") and text[1:] in _BYTES:
        return _BYTES[text[1:]]
    if text[:1] == ">" and text[1:] in _BYTES:
        return text
    if typestring and text in _BYTES:
        return _BYTES[text]
    name = re.sub(r"[\s-]", "", text.lower())
    if name.endswith("tensor") and name[:-6] in _TENSORS:
        return _TENSORS[name[:-6]]
    if name == "tensor":
        return "float32"
    own = (_TORCH if library == "torch" else _NUMPY).get(name)
    if own or name in _EVERYWHERE:
        return own or _EVERYWHERE[name]
    return name if _PLAIN.fullmatch(name) else None


def _library_of(truth: str, library: str) -> str:
    if truth.startswith("torch."):
        return "torch"
    return library or "numpy"
