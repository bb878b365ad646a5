from __future__ import annotations

import pytest

from app.core.lint import lint
from app.core.text import Text
from tests.builders import a_card
from tests.core.lint.linted import asking, rules_of


@pytest.mark.parametrize(
    "tex", [r"$\fracc{1}{2}$", r"$\frac{1}$", "$x^{2$", r"$$\left( x$$", "a | b\n-|-\n$\\nope$ | c"]
)
def test_a_formula_that_cannot_be_read_is_a_warning(tex: str) -> None:
    """Wherever on the card it stands."""
    assert "W70" in rules_of(asking("What is it?", tex))
    assert "W70" in rules_of(asking(f"What is it?\n{tex}"))
    assert "W70" in rules_of(a_card(why=Text((("en", "fine"), ("zh", tex)))))


@pytest.mark.parametrize("text", [r"$\frac{1}{2}$", r"`$\nope$`", r"\nope", "from $5 to $6", "${n} and ${m}"])
def test_what_is_right_or_no_formula_is_fine(text: str) -> None:
    """Code, money and names of drawn numbers are no formulas."""
    assert "W70" not in rules_of(asking("What is it?", text))


def test_it_says_what_is_wrong() -> None:
    """With the formula, and the nearest command there is."""
    [problem] = [p for p in lint([("d.yaml", asking("Why?", r"$\alhpa$"))]) if p.rule == "W70"]
    assert (
        problem.what == r"The formula `$\alhpa$` can't be read: `\alhpa` is not known: did you mean `\alpha`?"
    )
