"""Describes a value or an exception as plain data, inside the process of the snippet.

numpy and torch are taken from the loaded modules: a value can only be theirs if they are loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

REPR_MAX = 20_000
ELEMENTS_MAX = 10_000
MESSAGE_MAX = 1_000
NAME_MAX = 200
AXES_MAX = 64
BASES_MAX = 32

_NUMBERS = (bool, int, float, complex)


def describe(value: object) -> dict[str, Any]:
    """Return the facets of a value, those of `Truth` that it has.

    A facet that can't be had, because the value's own code raises, is left out.
    """
    record: dict[str, Any] = {}
    for name, facet in _FACETS.items():
        try:
            found = facet(value)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 a snippet's __repr__ may raise what it likes
            continue
        if found is not None:
            record[name] = found
    return record


def describe_error(error: BaseException) -> dict[str, Any]:
    """Return the class, base classes and message of an exception."""
    kind = type(error)
    try:
        message = str(error)[:MESSAGE_MAX]
    except Exception:  # noqa: BLE001 a snippet's __str__ may raise what it likes
        message = ""
    bases = [base.__name__[:NAME_MAX] for base in kind.__mro__[1:]]
    return {"error": kind.__name__[:NAME_MAX], "bases": bases[:BASES_MAX], "message": message}


def _numpy() -> Any:
    return sys.modules.get("numpy")


def _torch() -> Any:
    return sys.modules.get("torch")


def _is_tensor(value: object) -> bool:
    torch = _torch()
    return torch is not None and isinstance(value, torch.Tensor)


def _is_array(value: object) -> bool:
    numpy = _numpy()
    return numpy is not None and isinstance(value, numpy.ndarray | numpy.generic)


def _is_torch(value: object, name: str) -> bool:
    torch = _torch()
    return torch is not None and isinstance(value, getattr(torch, name))


def _is_numpy_dtype(value: object) -> bool:
    numpy = _numpy()
    return numpy is not None and isinstance(value, numpy.dtype)


def _type(value: object) -> str:
    # numpy gives each dtype a class of its own, such as Float64DType.
    return "dtype" if _is_numpy_dtype(value) else type(value).__name__[:NAME_MAX]


def _repr(value: Any) -> str:
    return repr(tuple(value) if _is_torch(value, "Size") else value)[:REPR_MAX]


def _dtype(value: Any) -> str | None:
    if _is_tensor(value) or _is_array(value):
        return str(value.dtype)[:NAME_MAX]
    if _is_numpy_dtype(value) or _is_torch(value, "dtype"):
        return str(value)[:NAME_MAX]
    numpy = _numpy()
    if numpy is not None and isinstance(value, type) and issubclass(value, numpy.generic):
        return value.__name__
    return None


def _shape(value: Any) -> list[int] | None:
    if _is_tensor(value) or _is_array(value):
        return [int(n) for n in value.shape]
    if isinstance(value, tuple | list) and len(value) <= AXES_MAX:
        axes = [n for n in value if type(n) is int and n >= 0]
        return axes if len(axes) == len(value) else None
    return None


def _data(value: Any) -> list[str] | None:
    if _is_tensor(value):
        items = _elements_of_tensor(value)
    elif _is_array(value):
        # A masked array tells its mask only by its own tolist.
        array = value if hasattr(value, "mask") else _numpy().asarray(value)
        items = array.ravel().tolist() if array.size <= ELEMENTS_MAX else None
    else:
        items = [value]
    if items is None or any(type(item) not in _NUMBERS for item in items):
        return None
    return [repr(item) for item in items]


def _elements_of_tensor(tensor: Any) -> list[object] | None:
    if tensor.numel() > ELEMENTS_MAX:
        return None
    tensor = tensor.detach()
    if tensor.is_quantized:
        tensor = tensor.dequantize()
    if tensor.layout != _torch().strided:
        tensor = tensor.to_dense()
    items: list[object] = tensor.reshape(-1).tolist()
    return items


def _device(value: Any) -> str | None:
    if _is_tensor(value):
        return str(value.device)[:NAME_MAX]
    return str(value)[:NAME_MAX] if _is_torch(value, "device") else None


def _grad(value: Any) -> bool | None:
    return bool(value.requires_grad) if _is_tensor(value) else None


def _alias(value: Any) -> bool | None:
    if not isinstance(value, tuple | list) or len(value) != 2 or _numpy() is None:
        return None
    one, other = (_memory(part) for part in value)
    if one is None or other is None:
        return None
    return bool(_numpy().shares_memory(one, other))


def _memory(value: Any) -> Any:
    """Return an array over the very bytes of `value`, of whatever dtype; None if it has none here."""
    if _is_array(value):
        return value
    if not _is_tensor(value) or value.device.type != "cpu" or value.layout != _torch().strided:
        return None
    if value.numel() == 0:
        return _numpy().empty(0)
    size = value.element_size()
    return _numpy().asarray(_Bytes(value.data_ptr(), tuple(value.shape), value.stride(), size))


class _Bytes:
    """Speaks numpy's array interface for memory of a dtype that numpy may not know."""

    def __init__(self, at: int, shape: tuple[int, ...], stride: tuple[int, ...], size: int) -> None:
        strides = tuple(step * size for step in stride)
        self.__array_interface__ = {
            "version": 3,
            "data": (at, True),
            "typestr": f"|V{size}",
            "shape": shape,
            "strides": strides,
        }


_FACETS: dict[str, Callable[[Any], object]] = {
    "type": _type,
    "repr": _repr,
    "dtype": _dtype,
    "shape": _shape,
    "data": _data,
    "device": _device,
    "grad": _grad,
    "alias": _alias,
}
