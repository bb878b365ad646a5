"""Reads a filter of system calls as the kernel does."""

from __future__ import annotations

import struct


def verdict(code: bytes, architecture: int, number: int, *arguments: int) -> int:
    """Return what a filter says to a call."""
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("=iIQ6Q", number, architecture, 0, *(value & (1 << 64) - 1 for value in padded))
    lines = list(struct.iter_unpack("=HBBI", code))
    place, held = 0, 0
    while True:
        kind, yes, no, operand = lines[place]
        place += 1
        if kind == 0x20:
            (held,) = struct.unpack_from("=I", data, operand)
        elif kind == 0x54:
            held &= operand
        elif kind == 0x06:
            return int(operand)
        else:
            place += yes if (held == operand if kind == 0x15 else held >= operand) else no
