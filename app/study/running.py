"""Running a snippet where and for as long as it is to run."""

from __future__ import annotations

from app.core.card import Snippet
from app.core.rules import Rules
from app.core.truth import Run
from app.study.needs import device_of
from app.study.ports import Runner


async def run_snippet(runner: Runner, snippet: Snippet, code: str, seed: int, rules: Rules) -> Run:
    """Run a snippet on the device that it needs, within its time.

    Args:
        runner: Runs it.
        snippet: Whose setup, device and time limit hold.
        code: Its code with the numbers in place, or as the learner changed it.
        seed: For all that is random.
        rules: The time limit of snippets without one.
    """
    limit = snippet.timeout_ms or rules.timeout_ms
    return await runner.run(code, snippet.setup, seed, limit, device_of(snippet))
