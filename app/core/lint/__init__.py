"""Card-quality rules that a program can judge; each has an id, and ``lint: [-W20]`` exempts a card.

| rule | what it says |
|---|---|
| E02 | another card asks the very same |
| W03 | another card asks nearly the same, with the same answer |
| W10 | answer over 25 words, or question over 300 columns |
| W11 | answer is a list of more than three items |
| W12 | question wants everything listed |
| W13 | two questions on one card |
| W14 | a hole hides more than eight words, or a sentence has more than three holes |
| W20 | answered by yes or no |
| W21 | question without one answer: explain, discuss |
| W22 | question begins with a pronoun |
| W23 | the answer stands in the question |
| W26 | a quiet `not` among choices |
| I30 | no `why`, where most cards of the deck have one |
| W40 | no `source`, where most cards of the deck have one |
| W41 | a claim that ages, without its date |
| E50 | the snippet gives no answer |
| E51 | two runs of the same snippet differ |
| W52 | the snippet takes more than half of its time |
| E53 | an address, a path or the order of a set is compared |
| W55 | code over 12 lines or 76 columns |
| W57 | over 5 lines or 24 numbers are to be predicted |
| W58 | more than four digits are asked for |
| W61 | a warning is raised, which the learner does not see |
| W62 | the last line of the code is the answer as it stands |
| W63 | more than 60 % of the draws give the same answer |
| W67 | a rounded result lies between two numbers |
| W70 | a formula that can't be read is shown as it is written |

Sources: Wozniak, "Twenty rules of formulating knowledge" (1999); Matuschak, "How to write good prompts"
(2020). The rules for snippets are measured ones.
"""

from app.core.lint.cards import lint
from app.core.lint.finding import Finding, is_exempt, to_problem
from app.core.lint.results import Sample, lint_samples

__all__ = ["Finding", "Sample", "is_exempt", "lint", "lint_samples", "to_problem"]
