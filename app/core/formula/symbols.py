"""What the commands of LaTeX stand for, as far as notes on machine learning use them."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.formula.nodes import Class, Symbol


def _table(role: Class, words: str) -> dict[str, Symbol]:
    pairs = (word.split("=", 1) for word in words.split())
    return {name: Symbol(sign, role) for name, sign in pairs}


_FUNCTIONS = frozenset(
    ["log", "ln", "lg", "exp", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth",
     "arcsin", "arccos", "arctan", "det", "dim", "ker", "deg", "gcd", "hom", "arg", "Pr", "max", "min", "sup",
     "inf", "lim", "argmax", "argmin", "limsup", "liminf"]
)  # fmt: skip
COMMANDS: Mapping[str, Symbol] = {
    **_table(
        Class.ORD,
        "alpha=α beta=β gamma=γ delta=δ epsilon=ε varepsilon=ε zeta=ζ eta=η theta=θ vartheta=ϑ iota=ι kappa=κ"
        " lambda=λ mu=μ nu=ν xi=ξ omicron=ο pi=π varpi=ϖ rho=ρ varrho=ϱ sigma=σ varsigma=ς tau=τ upsilon=υ"
        " phi=φ varphi=φ chi=χ psi=ψ omega=ω Gamma=Γ Delta=Δ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π Sigma=Σ Upsilon=Υ"
        " Phi=Φ Psi=Ψ Omega=Ω infty=∞ partial=∂ nabla=∇ ell=ℓ hbar=ℏ Re=ℜ Im=ℑ aleph=ℵ emptyset=∅"
        " varnothing=∅ top=⊤ bot=⊥ angle=∠ prime=′ ldots=… dots=… cdots=⋯ dotsc=… dotsb=⋯ vdots=⋮ ddots=⋱"
        " forall=∀ exists=∃ nexists=∄ neg=¬ lnot=¬ imath=ı jmath=ȷ degree=° dagger=† checkmark=✓ square=□"
        " Box=□ star=⋆ |=‖ Vert=‖ vert=| lbrack=[ rbrack=] backslash=\\ #=# %=% &=& $=$ _=_",
    ),
    **_table(Class.OPEN, "{={ lbrace={ langle=⟨ lfloor=⌊ lceil=⌈ lVert=‖ lvert=|"),
    **_table(Class.CLOSE, "}=} rbrace=} rangle=⟩ rfloor=⌋ rceil=⌉ rVert=‖ rvert=|"),
    **_table(Class.SUM, "pm=± mp=∓ oplus=⊕ ominus=⊖ cup=∪ cap=∩ setminus=∖ vee=∨ lor=∨ wedge=∧ land=∧"),
    **_table(
        Class.PRODUCT,
        "times=× cdot=· div=÷ odot=⊙ otimes=⊗ circ=∘ ast=∗ bullet=• bmod=mod",
    ),
    **_table(
        Class.RELATION,
        "leq=≤ le=≤ geq=≥ ge=≥ neq=≠ ne=≠ approx=≈ equiv=≡ sim=∼ simeq=≃ cong=≅ propto=∝ ll=≪ gg=≫ in=∈"
        " notin=∉ ni=∋ subset=⊂ subseteq=⊆ supset=⊃ supseteq=⊇ to=→ rightarrow=→ leftarrow=← gets=←"
        " leftrightarrow=↔ Rightarrow=⇒ Leftarrow=⇐ Leftrightarrow=⇔ implies=⇒ iff=⇔ mapsto=↦"
        " longrightarrow=⟶ hookrightarrow=↪ uparrow=↑ downarrow=↓ perp=⊥ parallel=∥ mid=| models=⊨ vdash=⊢"
        " triangleq=≜ coloneqq=≔ prec=≺ succ=≻ preceq=⪯ succeq=⪰ asymp=≍ doteq=≐ leqslant=≤ geqslant=≥",
    ),
    **_table(Class.COMMA, "colon=:"),
    **_table(
        Class.BIG,
        "sum=∑ prod=∏ coprod=∐ int=∫ iint=∬ oint=∮ bigcup=⋃ bigcap=⋂ bigoplus=⨁ bigotimes=⨂"
        " bigvee=⋁ bigwedge=⋀",
    ),
    **{name: Symbol(name, Class.FUNCTION) for name in _FUNCTIONS},
}
"""Symbols by the name of their command."""

SIGNS: Mapping[str, Symbol] = {
    "-": Symbol("−", Class.SUM),
    "+": Symbol("+", Class.SUM),
    "*": Symbol("*", Class.PRODUCT),
    "/": Symbol("/", Class.PRODUCT),
    **{sign: Symbol(sign, Class.RELATION) for sign in "=<>≤≥≠≈∼∈∝→←⇒:≡"},
    **{sign: Symbol(sign, Class.COMMA) for sign in ",;"},
    **{sign: Symbol(sign, Class.OPEN) for sign in "(["},
    **{sign: Symbol(sign, Class.CLOSE) for sign in ")]!"},
    **{sign: Symbol(sign, Class.SUM) for sign in "±−"},
    **{sign: Symbol(sign, Class.PRODUCT) for sign in "×·⊙⊗∘"},
    **{sign: Symbol(sign, Class.BIG) for sign in "∑∏∫"},
}
"""Characters that are more than themselves."""

STRAIGHT = frozenset("∑∏∐⋃⋂⨁⨂⋁⋀") | {
    "lim", "max", "min", "sup", "inf", "argmax", "argmin", "limsup", "liminf", "det", "Pr", "gcd",
}  # fmt: skip
"""Operators whose limits stand straight below and above them."""

BLANKS = frozenset(["quad", "qquad", " ", ",", ";", ":", ">"])
"""Commands that are a visible blank between what they part."""
NOTHING = frozenset(
    ["!", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "nonumber", "notag",
     "hfill", "bf", "rm", "it", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl",
     "biggr", "Biggl", "Biggr", "allowbreak", "/", "boldmath"]
)  # fmt: skip
"""Commands that leave nothing to be seen."""
WORDS = frozenset(["text", "textrm", "textbf", "textit", "texttt", "textsf", "mbox", "hbox", "operatorname"])
"""Commands whose argument is text, not a formula."""
PLAIN_FONTS = frozenset(
    ["mathrm", "mathbf", "mathit", "mathsf", "mathtt", "boldsymbol", "bm", "mathfrak", "pmb", "mathop",
     "mathbin", "mathrel", "boxed", "ensuremath", "phantom"]
)  # fmt: skip
"""Commands that change only how letters look, which a terminal's one font can't."""
LETTERS: Mapping[str, Mapping[str, str]] = {
    "mathbb": dict(zip("RNZQCPH", "ℝℕℤℚℂℙℍ", strict=True)) | {"1": "𝟙"},
    "mathcal": dict(zip("LHIRBEFM", "ℒℋℐℛℬℰℱℳ", strict=True)),
    "mathscr": dict(zip("LHIRBEFM", "ℒℋℐℛℬℰℱℳ", strict=True)),
}
"""Fonts that a few letters have characters of their own in; all others stay as they are."""
ACCENTS: Mapping[str, str] = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303",
    "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "underline": "\u0332",
    "overrightarrow": "\u20d7", "check": "\u030c",
}  # fmt: skip
"""Combining characters of accents."""
GRIDS: Mapping[str, tuple[str, str, str]] = {
    "matrix": ("", "c", ""),
    "pmatrix": ("(", "c", ")"),
    "bmatrix": ("[", "c", "]"),
    "Bmatrix": ("{", "c", "}"),
    "vmatrix": ("|", "c", "|"),
    "Vmatrix": ("‖", "c", "‖"),
    "smallmatrix": ("", "c", ""),
    "array": ("", "c", ""),
    "cases": ("{", "l", ""),
    "aligned": ("", "rl", ""),
    "align": ("", "rl", ""),
    "align*": ("", "rl", ""),
    "split": ("", "rl", ""),
    "gathered": ("", "c", ""),
    "equation": ("", "c", ""),
    "equation*": ("", "c", ""),
}
"""Environments: left bracket, alignment, right bracket."""

SUBSCRIPTS = str.maketrans("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
SUPERSCRIPTS = str.maketrans(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤′",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀ′",
)


def raised(text: str) -> str:
    """Return a text in superscript characters; empty if it has others."""
    return text.translate(SUPERSCRIPTS) if text and all(ord(c) in SUPERSCRIPTS for c in text) else ""


def lowered(text: str) -> str:
    """Return a text in subscript characters; empty if it has others."""
    return text.translate(SUBSCRIPTS) if text and all(ord(c) in SUBSCRIPTS for c in text) else ""
