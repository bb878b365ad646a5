"""Numbers drawn afresh for each review of a live card.

How a variable of `vary` is written:

| written | drawn and pasted |
|---|---|
| ``8..32`` | a whole number, both ends included |
| ``8..32 step 4`` | 8, 12 … 32; a range ends before its upper bound if the steps do not meet it |
| ``0.5..2.0 step 0.5`` | 0.5, 1.0, 1.5, 2.0: exact, with the decimals of bound or step; needs a step |
| ``nn.ReLU() | nn.Tanh()`` | one of the texts; a single text is a constant |
| ``= n + 2*p`` | derived from other names, see `app.core.vary.expressions` |
| ``shuffle 1..4`` | a list with all of them in some order: ``[3, 1, 4, 2]`` |
| ``list of 3 from 1..9`` | a list, repeats allowed: ``[7, 2, 7]`` |
| ``list of 3 distinct from 1..9`` | a list without repeats: ``[7, 2, 9]`` |

After ``shuffle`` and ``from`` stands a range or texts separated by `` | ``. `when` is a condition on
the names. What is drawn is pasted as written: ``$name`` in code, ``${name}`` on faces.
"""

from app.core.vary.errors import VaryError
from app.core.vary.plan import Plan, RandomSource, parse
from app.core.vary.templates import fill_face, names_in, substitute

__all__ = ["Plan", "RandomSource", "VaryError", "fill_face", "names_in", "parse", "substitute"]
