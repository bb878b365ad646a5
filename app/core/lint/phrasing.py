"""Rules of wording, in English and Chinese: a question is precise, alone, and not answered by yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.card import Card, Kind
from app.core.lint.finding import Finding

_END = r"(?=$|[\s，。,.;；:：!！—])"
_YES_NO = re.compile(
    r"(?:yes|no|true|false|correct|incorrect)(?=$|[,.;:!—])"
    rf"|(?:是|否|对|错|不是|是的|不对|会|不会|能|不能|可以|不可以|正确|错误)的?{_END}",
    re.IGNORECASE,
)
_ASKS_YES_NO = re.compile(r"吗[？?]?\s*$")
_VAGUE = re.compile(
    r"(?:please\s+)?(?:explain|discuss|describe|elaborate(?:\s+on)?|comment\s+on|talk\s+about|tell\s+me\s+about"
    r"|what\s+do\s+you\s+know\s+about)\s+(?=\w)"
    r"|(?:请)?(?:谈谈|说说|聊聊|简述|论述|阐述|试述|详述|讨论一下|讨论|解释一下|介绍一下|描述一下)"
    r"|请(?:解释|介绍|描述|说明)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:it|they|its|their)\b(?!\s*=)"
    r"|(?:this|that|these|those)\s+(?:is|are|was|were|has|have|does|do|can|will|means?|makes?)\b"
    r"|(?:它们?|他们|其(?![中他余实])|这(?=[是会能有使让]))",
    re.IGNORECASE,
)
_LIST_ALL = re.compile(
    r"(?:please\s+)?(?:list|enumerate)\s+(?!of\b|comprehension|the\s+steps)(?=\w)"
    r"|name\s+(?:all|every|the)\b|what\s+are\s+all\b"
    r"|(?:请)?(?:列举|列出|罗列)(?!的)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\b(?:what|which|why|how|when|who|where)\b[^?;:]*,?\s(?:and|or)\s+(?:what|why|when|who|where|which|how)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]*”|「[^」]*」|\$[^$]+\$")
_NEGATED = re.compile(
    r"\b[Ww]hich\b(?:(?!\b(?:that|than|though|although)\b)[^,])*?"
    r"\b(?:(?:is|are|was|were|does|do|did|can|could|has|have|will|would|should|must)(?:\s+not|n't)|cannot)\b"
)
_TIMELESS = re.compile(
    r"\b(?:state[- ]of[- ]the[- ]art|SOTA|nowadays|as of (?:now|today)"
    r"|currently the (?:best|fastest|largest|most)|(?:latest|newest) (?:version|release|model))\b"
    r"|目前最|当前最(?:好|快|强|流行|先进)|最先进|如今最|最新(?:的)?(?:版本|模型|发布)",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:19|20)\d\d|\d+\.\d+|\b[A-Z]\w* ?[1-9]\d?\b")


def yes_or_no(card: Card) -> Iterator[Finding]:
    """W20: a question answered by yes or no is guessed half of the time."""
    if card.content.kind is Kind.CLOZE or card.content.answer is None:
        return
    answered = any(_YES_NO.match(text) for text in card.content.answer.each())
    if answered or any(_ASKS_YES_NO.search(text) for text in card.content.question.each()):
        what = "The answer is a yes or no, which is guessed half of the time."
        yield Finding("W20", what, "Ask for the thing itself, or for what decides it.")


def vague(card: Card) -> Iterator[Finding]:
    """W21: a question that has no one answer."""
    if not _is_asked(card):
        return
    for text in card.content.question.each():
        if found := _VAGUE.match(text):
            what = f"`{found[0].strip()}` has no one answer: nobody can tell whether it was recalled."
            yield Finding("W21", what, "Ask what exactly, why or how, so that one short answer is right.")


def pronoun(card: Card) -> Iterator[Finding]:
    """W22: a question that leans on one the learner has not just seen."""
    # The code of a live card is there to be pointed at.
    if card.content.kind is Kind.LIVE or not _is_asked(card):
        return
    for text in card.content.question.each():
        if found := _PRONOUN.match(text):
            what = f"`{found[0]}` points to something that is not on the card."
            yield Finding("W22", what, "Name it: cards come alone, in any order.")


def list_all(card: Card) -> Iterator[Finding]:
    """W12: a question that wants everything named."""
    if card.content.kind is not Kind.BASIC or not _is_asked(card):
        return
    for text in card.content.question.each():
        if found := _LIST_ALL.match(text):
            what = f"`{found[0].strip()}` asks for a set, of which a part is forgotten each time."
            yield Finding("W12", what, "Ask for each item by what sets it apart, or use `steps`.")


def two_questions(card: Card) -> Iterator[Finding]:
    """W13: two questions on one card."""
    if not _is_asked(card):
        return
    for text in card.content.question.each():
        plain = _QUOTED.sub("", text)
        if len(re.findall(r"\?(?!\w)|？", plain)) > 1 or _JOINED.search(plain):
            what = "The card asks two questions; when one is known and the other not, no grade is right."
            yield Finding("W13", what, "Make two cards.")


def quiet_negation(card: Card) -> Iterator[Finding]:
    """W26: among choices, a `not` that is easily overlooked."""
    if card.content.kind is not Kind.CHOICE:
        return
    for text in card.content.question.each():
        if _NEGATED.search(text):
            what = "A `not` among choices is easily overlooked."
            yield Finding("W26", what, "Write it in capitals, NOT, or turn the question round.")


def timeless(card: Card) -> Iterator[Finding]:
    """W41: a claim that ages, without its date."""
    asked = card.content
    everything = " ".join(
        text for part in (asked.question, asked.answer, asked.why) if part for text in part.each()
    )
    for part in (asked.question, asked.answer):
        for text in part.each() if part else ():
            if (found := _TIMELESS.search(text)) and not _DATED.search(everything):
                what = f"`{found[0]}` is true for a while only, and the card does not say when."
                yield Finding("W41", what, "Name the year or the version.")


def _is_asked(card: Card) -> bool:
    """Tell whether the question was written as one: not the back of a card, nor a sentence with a hole."""
    return card.content.kind is not Kind.CLOZE and card.part != "reverse"
