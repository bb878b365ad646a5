"""Bringing a database to the newest schema: backup, one transaction, proof, or nothing changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from app.core.errors import ForecallError
from app.store.backup import back_up
from app.store.connect import SCHEMA_HEAD, backups_of, connect, explained, stored_revision
from app.store.triggers import TRIGGERS

_OLD_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def migrate(path: Path, revision: str | None, clock: Callable[[], datetime]) -> None:
    """Bring the database to `SCHEMA_HEAD`, creating it if there is none.

    Args:
        path: The database.
        revision: Where it stands; None if it is new.
        clock: Gives the instant, for the backup's name.

    Raises:
        ForecallError: If it is newer than this program, or can't be migrated; it is as it was then.
    """
    config = script_config()
    if revision is not None and revision not in _known(config):
        raise ForecallError(
            f"The collection was written by a newer forecall (its schema is {revision}, ours {SCHEMA_HEAD}).",
            where=str(path),
            fix="Update forecall: pip install --upgrade forecall",
        )
    try:
        if revision is not None:
            back_up(path, clock)
        _upgrade(path, config)
    except OSError as error:
        raise ForecallError(
            f"The collection can't be made or backed up here: {error.strerror}.",
            where=error.filename or str(path),
            fix="Make the folder writable, free some space, or choose another place for the data.",
        ) from error
    except sqlite3.Error as error:
        raise explained(error, path) from error
    except DBAPIError as error:
        raise explained(error.orig, path) from error


def script_config() -> Config:
    """Return alembic's configuration: the migrations of this package, and no ini file."""
    config = Config()
    config.set_main_option("script_location", "app.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _known(config: Config) -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def _upgrade(path: Path, config: Config) -> None:
    path.touch()
    # Foreign keys stay off: with them on, altering a table in batch mode would delete or refuse the rows
    # that point to it.
    engine = create_engine("sqlite://", creator=lambda: connect(path, foreign_keys=False), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        if stored_revision(_driver(connection)) == SCHEMA_HEAD:
            connection.rollback()  # another instance was faster
            return
        for (name,) in connection.exec_driver_sql(_OLD_TRIGGERS).fetchall():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        for text in TRIGGERS.values():
            connection.exec_driver_sql(text)
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if lost:
            connection.rollback()
            raise ForecallError(
                f"The upgrade would leave {len(lost)} rows without what they belong to; nothing was changed.",
                where=str(path),
                fix=f"Report this, with the newest file from {backups_of(path)}.",
            )
        connection.commit()


def _driver(connection: Connection) -> sqlite3.Connection:
    found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found
