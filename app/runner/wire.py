"""What the app, the zygote and a snippet's process say to one another.

The app and the zygote share a socket: the app sends `RUN` with two descriptors (the line and the
output) or `KILL`; the zygote answers in lines. On the line the snippet's process says `WAITING`, reads
its request, says `STARTED`, and writes its record; none of it ever passes through the zygote, so nothing
of one run is in the next.
"""

from __future__ import annotations

import json
import struct

RUN = b"R"
KILL = b"K"
WAITING, STARTED = b"W", b"S"

SOURCE_MAX = 64 * 1024
"""Bytes of a snippet, and of a setup."""
TEXT_MAX = 64 * 1024
"""Bytes a snippet may print."""
RECORD_MAX = 300_000
"""Bytes of a record."""
MEMORY = 1 << 30
"""Bytes of address space a snippet may add to what the worker has."""

_LENGTH = struct.Struct("!I")


def pack(record: object) -> bytes:
    """Return the record as JSON behind its length."""
    body = json.dumps(record).encode("ascii")
    return _LENGTH.pack(len(body)) + body


def unpack(raw: bytes) -> object:
    """Return the record in `raw`.

    Raises:
        ValueError: if `raw` is not one whole record and nothing else.
    """
    body = raw[_LENGTH.size :]
    if len(raw) < _LENGTH.size or _LENGTH.unpack(raw[: _LENGTH.size])[0] != len(body):
        raise ValueError("not one whole record")
    try:
        return json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
