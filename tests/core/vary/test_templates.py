"""Putting what was drawn into code and onto faces."""

from __future__ import annotations

import pytest

from app.core.vary import VaryError, fill_face, names_in, substitute


def test_code_is_filled_as_by_string_template() -> None:
    """`$name`, `${name}` and `$$` are replaced once: what is pasted is not looked at again."""
    drawn = {"n": "3", "k": "$n", "_a": "b"}
    assert substitute("x[$n] + ${n}0 $k '$$n' $_a", drawn) == "x[3] + 30 $n '$n' b"
    assert substitute("", {}) == ""


@pytest.mark.parametrize(("code", "name"), [("$m + 1", "m"), ("${n}${mm}", "mm"), ("$N", "N")])
def test_an_undeclared_name_in_code_is_an_error(code: str, name: str) -> None:
    """Names are exact, and a missing one is named."""
    with pytest.raises(VaryError) as caught:
        substitute(code, {"n": "3"})
    assert caught.value.name == name


def test_a_stray_dollar_is_told_by_its_line() -> None:
    """A `$` without a name is an error with its line and the remedy."""
    with pytest.raises(VaryError, match="in line 2") as caught:
        substitute("$n\nre.sub('a$', '')", {"n": "3"})
    assert "$$" in caught.value.fix


def test_faces_replace_only_declared_names_in_braces() -> None:
    """`$…$` is a formula on a face: only `${name}` of a drawn name is replaced."""
    drawn = {"k": "3", "n": "${k}"}
    assert fill_face("a ${k}×${k} of $k$, $$, ${z}, $${k}^2$, ${n}, ${ k}", drawn) == (
        "a 3×3 of $k$, $$, ${z}, $3^2$, ${k}, ${ k}"
    )


def test_names_in_code_leave_out_escapes() -> None:
    """`$$name` asks for nothing, and neither does a `$` before a digit or at the end."""
    assert names_in("$a ${b_1} $$c $1 ${} ${d $") == {"a", "b_1"}
