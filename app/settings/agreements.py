"""The snippets that the learner agreed to: a list of keyed hashes, and the secret behind them."""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from app.core.errors import ForecallError

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Agreement:
    """One snippet that may run.

    Attributes:
        key: HMAC-SHA256 of it under the user's secret: nobody else can make one, and any edit has another.
        card: Name of the card that it was agreed to on.
        line: Its first line, to know it by.
        at: Instant of the agreement, ISO 8601.
    """

    key: str
    card: str
    line: str
    at: str


class Agreements:
    """The agreements of this user on this machine, in two files that only the user can read.

    Args:
        folder: The data folder.
        clock: Gives the instant.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._secret_file = folder / "trust.key"
        self._list = folder / "trust.jsonl"
        self._clock = clock
        self._known: tuple[tuple[int, int], frozenset[str]] | None = None

    def holds(self, snippet: bytes) -> bool:
        """Tell whether a snippet was agreed to."""
        try:
            stat = self._list.stat()
        except FileNotFoundError:
            return False
        now = (stat.st_mtime_ns, stat.st_size)
        if self._known is None or self._known[0] != now:
            self._known = (now, frozenset(agreement.key for agreement in self.all()))
        return self._key(snippet) in self._known[1]

    def add(self, snippet: bytes, card: str, line: str) -> None:
        """Remember an agreement.

        Raises:
            ForecallError: If it can't be written.
        """
        found = Agreement(self._key(snippet), card, line, self._clock().isoformat(timespec="seconds"))
        with self._told(), open(self._list, "a", encoding="utf-8", opener=_private) as file:
            file.write(json.dumps(asdict(found)) + "\n")

    def all(self) -> list[Agreement]:
        """Return the agreements, oldest first; lines that are none are passed over.

        Raises:
            ForecallError: If they can't be read.
        """
        found = []
        with self._told():
            lines = self._list.read_text("utf-8", "replace").splitlines() if self._list.exists() else []
        for line in lines:
            with contextlib.suppress(ValueError, TypeError):
                found.append(Agreement(**json.loads(line)))
        return found

    def revoke(self, keys: Iterable[str]) -> None:
        """Take agreements back.

        Raises:
            ForecallError: If it can't be written.
        """
        gone = set(keys)
        left = [agreement for agreement in self.all() if agreement.key not in gone]
        part = self._list.with_name(f".{self._list.name}.part")
        with self._told():
            with open(part, "w", encoding="utf-8", opener=_private) as file:
                file.writelines(json.dumps(asdict(agreement)) + "\n" for agreement in left)
            part.replace(self._list)

    def _key(self, snippet: bytes) -> str:
        return hmac.digest(self._secret(), snippet, "sha256").hex()

    def _secret(self) -> bytes:
        with self._told():
            with contextlib.suppress(FileExistsError):
                self._secret_file.parent.mkdir(parents=True, exist_ok=True)
                with open(self._secret_file, "xb", opener=_private) as file:
                    file.write(secrets.token_bytes(_SECRET_BYTES))
            secret = self._secret_file.read_bytes()
        if len(secret) != _SECRET_BYTES:
            fix = "Delete it: each snippet will then ask once more."
            raise ForecallError(
                "The secret of what you trust is damaged.", where=str(self._secret_file), fix=fix
            )
        return secret

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            what = f"What you trust can't be read or written: {error.strerror or error}."
            raise ForecallError(what, where=str(self._list.parent)) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
