"""What each figure counts, and what it does not."""

from __future__ import annotations

from app.core.statistics.shares import FEWEST

TITLES = {
    "today": "Today",
    "reviews": "Reviews and time",
    "retention": "Retention",
    "grades": "Grades",
    "kinds": "Kinds of cards",
    "calendar": "Calendar",
    "forecast": "Forecast",
    "intervals": "Intervals",
    "eases": "Easiness",
    "cards": "Cards",
    "hours": "Answer time by hour",
    "forgetting": "Forgetting curve",
    "pace": "New cards",
}
DEFINITIONS = {
    "today": (
        "What this study day has changed, in cards of all decks. Begun: graded for the first time. Matured: "
        "their interval has reached 21 days. Forgotten: failed, and had been known."
    ),
    "reviews": (
        "Every grade that was not undone, by study day. New: the first grade of a new card. Repetition: a "
        "scheduled grade of a card seen before. Drill: another grade on the same day. The time is that from "
        "question to grade, at most two minutes each. Days without any answer count in the mean; the period "
        "begins with the first answer if that came later."
    ),
    "retention": (
        "The share of repetitions graded 3 (Hard) or better. First grades of new cards and drills do not "
        "count. Mature: the interval before was 21 days or more; young: less. ± is half of Wilson's 95 % "
        f"interval; from fewer than {FEWEST} reviews no share is told."
    ),
    "grades": (
        "Scheduled grades by how well the card was known before. Again is every grade below 3. "
        "Drills do not count."
    ),
    "kinds": "Retention and mean answer time by the kind that a card had when it was asked.",
    "calendar": (
        "Answers on each study day, drills included; a study day begins at the rollover hour, not at "
        "midnight. The streak is the number of study days in a row with at least one answer, up to today, or "
        "up to yesterday as long as today has none. It is that of the whole history, whatever the period."
    ),
    "forecast": (
        "Cards by the day they fall due, if nothing is reviewed before and no new card begun. Suspended and "
        "held cards are left out. Overdue cards are counted apart."
    ),
    "intervals": "Cards seen before by their present interval in days, in bins that grow by about 1.6.",
    "eases": "Cards seen before by their easiness factor: 2.50 is where each begins, 1.30 the least.",
    "cards": (
        "Cards of the deck files by where they stand. Young: an interval below 21 days. Suspended cards are "
        "asked again when you say so; held cards need what this machine lacks."
    ),
    "hours": (
        "Mean time of the repetitions of each local hour of the day. Drills and new cards do not count. "
        f"From fewer than {FEWEST} reviews no mean is told."
    ),
    "forgetting": (
        "The share of repetitions passed, by the days since the last one: your own forgetting, at intervals "
        f"that your grades have chosen. Points from fewer than {FEWEST} reviews are not drawn."
    ),
    "pace": (
        "New cards begun in the period, and the day on which the last one would be begun if it went on like "
        "this. Suspended and held cards are not among those left."
    ),
}
