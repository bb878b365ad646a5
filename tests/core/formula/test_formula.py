r"""Formulas as notes on machine learning write them: the meaning stays, and the picture is straight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from app.core.formula import box, faults, one_line
from app.core.formula.symbols import ACCENTS, COMMANDS

LINES = {
    r"\mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_{j=1}^{K} e^{z_j}}": "softmax(z)ᵢ = e^(zᵢ)/(∑ⱼ₌₁ᴷ e^(zⱼ))",
    r"\theta_{t+1} = \theta_t - \frac{\eta}{\sqrt{\hat{v}_t} + \epsilon} \hat{m}_t": (
        "θₜ₊₁ = θₜ − (η/(√(v̂ₜ) + ε))m̂ₜ"
    ),
    r"\hat m_t = \frac{m_t}{1-\beta_1^t}": "m̂ₜ = mₜ/(1 − β₁ᵗ)",
    r"m_t = \beta_1 m_{t-1} + (1-\beta_1) g_t": "mₜ = β₁mₜ₋₁ + (1 − β₁)gₜ",
    r"w \leftarrow w - \eta g": "w ← w − ηg",
    r"\Sigma = \frac{1}{n-1} X^\top X": "Σ = (1/(n − 1))XᵀX",
    r"\frac{\lambda_i}{\sum_j \lambda_j} = \text{贡献率}": "λᵢ/(∑ⱼ λⱼ) = 贡献率",
    r"\min_{w,b} \frac{1}{2}\|w\|^2 + C\sum_{i=1}^n \xi_i": "min_(w,b) (1/2)‖w‖² + C ∑ᵢ₌₁ⁿ ξᵢ",
    r"y_i(w^\top x_i + b) \geq 1 - \xi_i": "yᵢ(wᵀxᵢ + b) ≥ 1 − ξᵢ",
    r"\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V": "softmax(QKᵀ/√dₖ)V",
    r"L = -\frac{1}{N}\sum_{i=1}^{N}\sum_{c} y_{ic}\log \hat{y}_{ic}": (
        "L = −(1/N) ∑ᵢ₌₁ᴺ ∑_c y_(ic) log ŷ_(ic)"
    ),
    r"\hat{x} = \frac{x-\mu_B}{\sqrt{\sigma_B^2+\epsilon}}": "x̂ = (x − μ_B)/√(σ²_B + ε)",
    r"D_{KL}(p\|q) = \sum_x p(x)\log\frac{p(x)}{q(x)}": "D_KL(p‖q) = ∑ₓ p(x) log(p(x)/q(x))",
    r"f(x) = \begin{cases} x & x > 0 \\ \alpha(e^x - 1) & \text{otherwise} \end{cases}": (
        "f(x) = {x, x > 0; α(eˣ − 1), otherwise}"
    ),
    r"\begin{bmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta \end{bmatrix}": (
        "[cos θ, −sin θ; sin θ, cos θ]"
    ),
    r"\left\lfloor\frac{n+2p-k}{s}\right\rfloor + 1": "⌊(n + 2p − k)/s⌋ + 1",
    r"\sigma(x)=\frac{1}{1+e^{-x}}": "σ(x) = 1/(1 + e⁻ˣ)",
    r"\frac{\partial L}{\partial w}": "∂L/∂w",
    r"\sqrt[3]{x+1} y": "∛(x + 1)y",
    r"\sqrt{x}y": "√(x)y",
    r"{a+b}^2": "(a + b)²",
    r"\sqrt{\frac{a}{b}}": "√(a/b)",
    r"\lim_{x \to 0} \frac{\sin x}{x} = 1": "lim_(x→0) ((sin x)/x) = 1",
    r"\binom{n}{k} p^k (1-p)^{n-k}": "(n choose k)pᵏ(1 − p)ⁿ⁻ᵏ",
    r"C' = f \odot C + i \odot g": "C′ = f ⊙ C + i ⊙ g",
    r"\mathbb{E}_{x\sim p}[\log D(x)]": "E_(x∼p)[log D(x)]",
    r"\hat{\theta} = \arg\max_\theta \prod_i p(x_i|\theta)": "θ̂ = arg max_θ ∏ᵢ p(xᵢ|θ)",
    r"\int_0^\infty e^{-x^2} dx = \frac{\sqrt{\pi}}{2}": "∫₀^∞ e^(−x²)dx = √π/2",
    r"x^{(i)}, W^{[l]}, w^*": "x⁽ⁱ⁾, W^[l], w^*",
    r"\frac{1}{2\sigma^2}": "1/(2σ²)",
    r"\frac{a/b}{c}": "(a / b)/c",
    r"\nabla_\theta J(\theta)": "∇_θJ(θ)",
    r"H(p) = -\sum_i p_i \log_2 p_i": "H(p) = −∑ᵢ pᵢ log₂ pᵢ",
    r"\tanh x = \frac{e^x - e^{-x}}{e^x + e^{-x}}": "tanh x = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)",
    r"x \in \mathbb{R}^{n \times d}": "x ∈ ℝ^(n×d)",
    r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}": "P(A | B) = P(B | A)P(A)/P(B)",
    r"\mathcal{L} = \max(0, 1 - y \hat y)": "ℒ = max(0, 1 − yŷ)",
    r"(x^2)^3 + {x^2}^3": "(x²)³ + (x²)³",
    r"f'' + f'^2": "f′′ + f′²",
    r"a \not= b, 50\%": "a ≠ b, 50%",
    "": "",
}


@pytest.mark.parametrize(("tex", "line"), LINES.items())
def test_one_line_keeps_the_meaning(tex: str, line: str) -> None:
    """Every fraction, root and script says by parentheses what it holds; nothing is unknown."""
    assert one_line(tex) == line
    assert faults(tex) == ()


@pytest.mark.parametrize(
    ("tex", "lines"),
    [
        (r"\frac{a}{b+c}", ["  a  ", "─────", "b + c"]),
        (r"\sqrt{x+1}", [" ┌─────┐", "√│x + 1 "]),
        (r"\sum_{i=1}^n x_i", [" n    ", " ∑  xᵢ", "i=1   "]),
        (r"\frac{\text{方差}}{n} = v", ["方差    ", "──── = v", " n      "]),
        (r"\begin{cases} x & x > 0 \\ -x & x < 0 \end{cases}", ["⎧x   x > 0", "⎩−x  x < 0"]),
        (r"\begin{bmatrix} 1 & 0 \\ 0 & 10 \end{bmatrix}", ["⎡1  0 ⎤", "⎣0  10⎦"]),
        (r"e^{z_i}", [" zᵢ", "e  "]),
        (r"\left(\frac{a}{b}\right)", ["⎛a⎞", "⎜─⎟", "⎝b⎠"]),
        (r"\frac{1}{2}x", ["1  ", "─ x", "2  "]),
        (r"\begin{aligned} a &= b \\ ab &= c \end{aligned}", [" a = b", "ab = c"]),
        (r"x^2", ["x²"]),
    ],
)
def test_two_dimensions_stand_straight(tex: str, lines: list[str]) -> None:
    """Bars as wide as what they part, limits straight, brackets as tall as what they hold."""
    assert list(box(tex)) == lines


@pytest.mark.parametrize(
    ("tex", "shown", "fault"),
    [
        (r"\foo + 1", r"\foo + 1", r"`\foo` is not known."),
        (r"\fracc{1}{2}", r"\fracc", r"did you mean `\frac`?"),
        (r"\frac{1}", "1/?", "missing"),
        (r"{a", "a", "never closed"),
        (r"a}", "a}", "closes nothing"),
        (r"x^2^3", "x²^3", "two `^`"),
        (r"\left( a", "(a", r"`\left` has no"),
        (r"a \right)", "a)", r"`\right` has no"),
        (r"\begin{matrx} a \end{matrx}", "a", "`matrx`"),
        (r"a \end{cases}", "a", "no `\\begin`"),
        ("{" * 200 + "x", "x", "deep"),
        ("x" * 5000, "x", "too long"),
    ],
)
def test_what_cannot_be_read_stays_visible_and_is_named(tex: str, shown: str, fault: str) -> None:
    """Nothing vanishes, nothing raises, and the lint can tell the author."""
    assert shown in one_line(tex)
    assert any(fault in each for each in faults(tex))


PIECES = st.sampled_from(
    [*(f"\\{name} " for name in [*COMMANDS, *ACCENTS]), "\\frac", "\\sqrt", "\\left(", "\\right)", "\\\\",
     "\\begin{cases}", "\\end{cases}", "\\begin{bmatrix}", "\\end{bmatrix}", "{", "}", "^", "_", "'", "x",
     "贡", "1.5", "+", "-", "=", " ", "[", "]", "\\text{好 a}", "\\nope", "\\binom", "\\underbrace", "&",
     "\\overset", "$"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_anything_gives_straight_lines(tex: str) -> None:
    """Whatever is written, the lines of a picture are equally wide, and there is one line, too."""
    assert len({cell_len(line) for line in box(tex)}) == 1
    assert "\n" not in one_line(tex)


@given(st.text(max_size=30))
def test_nothing_raises(tex: str) -> None:
    """Not even what is no formula at all."""
    assert isinstance(one_line(tex), str)
    assert all(isinstance(line, str) for line in box(tex))
    assert isinstance(faults(tex), tuple)


@given(
    st.lists(PIECES.filter(lambda piece: piece not in ("\\nope", "\\backslash ")), max_size=12).map("".join)
)
def test_a_formula_that_is_understood_shows_no_command(tex: str) -> None:
    """A backslash is left only where something is not known, and then there is a fault."""
    shown = one_line(tex) + "".join(box(tex))
    assert "\\" not in shown or faults(tex)


def test_wide_letters_keep_the_lines_straight() -> None:
    """Chinese above, below and inside brackets counts two cells a letter."""
    tex = r"\left\{\frac{\text{贡献率}_i}{\sum_j \text{方差}_j}\right\} \geq \sqrt{\text{阈值} + 1}"
    assert len({cell_len(line) for line in box(tex)}) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "{",
        "\\sqrt[",
        "\\sqrt",
        "\\frac",
        "^",
        "^2",
        "'",
        "_",
        "\\left(",
        "\\begin{cases}",
        "\\hat",
        "\\not",
        "(",
        "\\\\",
        "&",
    ],
)
def test_what_nests_without_end_ends(piece: str) -> None:
    """A thousand openings, superscripts or primes are no reason to give up or to take long."""
    tex = "x" + piece * (4000 // len(piece) - 1)
    assert isinstance(one_line(tex), str)
    assert len({cell_len(line) for line in box(tex)}) == 1
