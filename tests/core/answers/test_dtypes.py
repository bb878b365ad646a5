"""Names of dtypes."""

from __future__ import annotations

import pytest

from app.core.answers import judge
from app.core.card import Facet
from app.core.truth import Outcome, Truth
from tests.core.answers.truths import R, U, W, outcome

ROWS: list[tuple[str, str, Outcome]] = [
    ("torch.float32", "torch.float32", R),
    ("torch.float32", "float32", R),
    ("torch.float32", "Float32", R),
    ("torch.float32", "np.float32", R),
    ("torch.float32", "fp32", R),
    ("torch.float32", "float", R),
    ("torch.float32", "torch.float", R),
    ("torch.float32", "np.float", W),  # a prefix decides: numpy's float is float64
    ("torch.float32", "numpy.float_", W),
    ("torch.float32", "single", R),
    ("torch.float32", "f4", R),
    ("torch.float32", "<f4", R),
    ("torch.float32", "'<f4'", R),
    ("torch.float32", "dtype('float32')", R),
    ("torch.float32", "np.dtype('f4')", R),
    ("torch.float32", "<class 'numpy.float32'>", R),
    ("torch.float32", "dtype=torch.float32", R),
    ("torch.float32", "x.dtype = torch.float32", R),
    ("torch.float32", "FloatTensor", R),
    ("torch.float32", "torch.FloatTensor", R),
    ("torch.float32", "torch.cuda.FloatTensor", R),
    ("torch.float32", "ｆｌｏａｔ３２", R),
    ("torch.float32", "`float32`", R),
    ("torch.float32", "“float32”", R),
    ("torch.float32", "float 32", R),
    ("torch.float32", "float-32", R),
    ("torch.float32", "float32。", R),
    ("torch.float32", "单精度", R),
    ("torch.float32", "double", W),
    ("torch.float32", "float64", W),
    ("torch.float32", "float16", W),
    ("torch.float32", "bfloat16", W),
    ("torch.float32", "int", W),
    ("torch.float32", ">f4", W),  # the other byte order
    ("torch.float32", "float33", U),
    ("torch.float32", "floats", U),
    ("torch.float32", "32", U),
    ("torch.float32", "number", U),
    ("torch.float32", "float32 float64", U),
    ("torch.float64", "double", R),
    ("torch.float64", "torch.double", R),
    ("torch.float64", "np.float64", R),
    ("torch.float64", "np.double", R),
    ("torch.float64", "np.float", R),
    ("torch.float64", "float", W),
    ("torch.float64", "f8", R),
    ("torch.float64", "双精度", R),
    ("torch.float16", "half", R),
    ("torch.float16", "fp16", R),
    ("torch.float16", "f16", R),
    ("torch.float16", "HalfTensor", R),
    ("torch.float16", "bf16", W),
    ("torch.bfloat16", "bf16", R),
    ("torch.bfloat16", "half", W),
    ("torch.bfloat16", "BFloat16Tensor", R),
    ("torch.int64", "long", R),
    ("torch.int64", "torch.long", R),
    ("torch.int64", "LongTensor", R),
    ("torch.int64", "i64", R),
    ("torch.int64", "int64", R),
    ("torch.int64", "int", W),  # torch's int is int32
    ("torch.int64", "torch.int", W),
    ("torch.int64", "np.int_", R),
    ("torch.int64", "np.int", R),
    ("torch.int64", "i8", W),  # 8 bits, as torch people say it
    ("torch.int64", "<i8", R),
    ("torch.int64", "np.dtype('i8')", R),
    ("torch.int32", "int", R),
    ("torch.int32", "IntTensor", R),
    ("torch.int32", "i4", R),
    ("torch.int16", "short", R),
    ("torch.int8", "i8", R),
    ("torch.int8", "CharTensor", R),
    ("torch.int8", "char", R),
    ("torch.int8", "byte", W),
    ("torch.uint8", "u8", R),
    ("torch.uint8", "byte", R),
    ("torch.uint8", "ByteTensor", R),
    ("torch.uint8", "np.byte", W),  # signed in numpy
    ("torch.bool", "bool", R),
    ("torch.bool", "np.bool_", R),
    ("torch.bool", "BoolTensor", R),
    ("torch.bool", "布尔", R),
    ("torch.bool", "uint8", W),
    ("torch.complex64", "complex64", R),
    ("torch.complex64", "cfloat", R),
    ("torch.complex64", "complex", R),
    ("torch.complex128", "cdouble", R),
    ("torch.float8_e4m3fn", "torch.float8_e4m3fn", R),
    ("torch.float8_e4m3fn", "float8_e5m2", W),
    ("float64", "float", R),
    ("float64", "float64", R),
    ("float64", "torch.float", W),
    ("float64", "torch.double", R),
    ("float64", "<class 'float'>", R),
    ("float64", "float32", W),
    ("float32", "float", W),
    ("int64", "int", R),
    ("int64", "np.intp", R),
    ("int64", "torch.int", W),
    ("int64", "long", R),
    ("int32", "intc", R),
    ("int32", "int", W),
    ("int8", "byte", R),
    ("uint8", "u1", R),
    ("uint8", "u8", R),
    ("uint64", "u8", W),  # numpy's 8 bytes count only where it says so
    ("uint64", "<u8", R),
    ("uint64", "dtype('u8')", R),
    ("uint64", "uint", R),
    ("bool", "?", W),  # numpy's code for bool, but here it says 'I do not know'
    ("bool", "|b1", R),
    ("object", "O", R),
    ("object", "object", R),
    ("complex128", "complex", R),
    ("longdouble", "float128", R),
    ("<U1", "<U1", R),
    ("<U1", "<U2", W),
    (">f4", ">f4", R),
    ("datetime64[ns]", "datetime64[ns]", R),
    ("datetime64[ns]", "datetime64[s]", W),
]


@pytest.mark.parametrize(("dtype", "typed", "expected"), ROWS)
def test_a_dtype_is_known_by_all_its_names(dtype: str, typed: str, expected: Outcome) -> None:
    """Names of torch, numpy and people are one dtype; a bare `float` follows the library."""
    assert outcome(Facet.DTYPE, typed, Truth(type="Tensor", dtype=dtype)) is expected


def test_the_library_decides_only_where_the_truth_does_not() -> None:
    """For an author's bare `float32` the card's library says what `float` means."""
    truth = Truth(dtype="float32")
    assert judge(Facet.DTYPE, "float", truth, library="torch").outcome is R
    assert judge(Facet.DTYPE, "float", truth, library="numpy").outcome is W
    assert judge(Facet.DTYPE, "float", Truth(dtype="torch.float32"), library="numpy").outcome is R


def test_the_right_dtype_is_told() -> None:
    """A wrong dtype is answered with the right one, as the library writes it."""
    found = judge(Facet.DTYPE, "float64", Truth(type="Tensor", dtype="torch.int64"))
    assert (found.detail, found.truth) == ("it is torch.int64", "torch.int64")


def test_a_value_that_is_a_dtype_is_judged_as_one() -> None:
    """`x.dtype` as the value of a snippet takes every name of the dtype."""
    truth = Truth(type="dtype", repr="dtype('float32')", dtype="float32")
    assert outcome(Facet.VALUE, "np.float32", truth) is R
    assert outcome(Facet.VALUE, "float", truth) is W
