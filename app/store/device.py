"""Which device a database writes as. A copy on another machine, or put back from a backup, is another one."""

from __future__ import annotations

import platform
import uuid
from datetime import datetime
from pathlib import Path

from app.core.codec import hash_of
from app.store import sql
from app.store.acts import Device
from app.store.rows import ms_of
from app.store.session import Session

_MACHINE_ID = Path("/etc/machine-id")


def device_of(session: Session, path: Path, at: datetime) -> Device:
    """Return the device that writes here, minting one where there is none yet. Needs a transaction.

    Two devices must never give the same number to different rows. So a device is bound to the machine
    and to the very file: a copied file has another inode, and backups hold no place at all.
    """
    place = _place_of(path)
    rows = session.rows(sql.DEVICE, {"place": place})
    if rows:
        return Device(*rows[0])
    name = uuid.uuid4().hex
    return Device(session.run(sql.ADD_DEVICE, {"name": name, "place": place, "since": ms_of(at)}), name)


def _place_of(path: Path) -> str:
    try:
        machine = _MACHINE_ID.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        machine = ""
    return hash_of(f"{machine}\n{platform.node()}\n{path.stat().st_ino}")
