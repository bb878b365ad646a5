"""Comparing what was typed with the truth: right, wrong, or unreadable (asked again, never a lapse).

Nothing that was typed or that a run gave is ever evaluated, and time is bounded whatever is typed.
Structured answers are folded first: full-width and Chinese punctuation, backticks, ``name =``.
Owning up (``?``, ``idk``, ``不知道``) is wrong, since there is nothing to ask again.
"""

from app.core.answers.judging import judge, shown, truth_of_text

__all__ = ["judge", "shown", "truth_of_text"]
