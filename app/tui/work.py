"""One way to work beside the screen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.worker import Worker

Work: TypeAlias = Coroutine[Any, Any, None]


def begin(
    node: DOMNode,
    work: Callable[[], Work],
    group: str = "default",
    *,
    exclusive: bool = False,
) -> Worker[None]:
    """Begin a work, which ends with its node at the latest.

    It is handed over as a function: a coroutine that is cancelled before its first step was never awaited,
    which Python tells as a mistake.

    Args:
        node: The app or screen it belongs to.
        work: Makes the coroutine.
        group: Works of one group replace one another, if they are exclusive.
        exclusive: Whether it ends those of its group.
    """
    return node.run_worker(work, group=group, exclusive=exclusive)
