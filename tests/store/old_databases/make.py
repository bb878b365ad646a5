"""Makes the filled database that stands for a schema, before a migration leads away from it.

Run it in a checkout that has that schema as its newest, with the dump of the schema before it:
``PYTHONPATH=. python make.py 0002.sql 0003.sql``. The card that was passed first asks something else then.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from app.core.text import Text
from app.store.opening import open_store
from tests.builders import NOON, a_card
from tests.store.shelf import a_deck, take_in

# Rows of the index are no rows of tables, and its own tables belong to SQLite: it is laid anew.
LEFT_OUT = ('INSERT INTO "face_index', "INSERT INTO sqlite_master", "CREATE TABLE 'face_index", "PRAGMA")
KEPT = 'INSERT INTO "face_index_upto"'


def main(before: Path, after: Path) -> None:
    """Upgrade a dump with this checkout, use it, and dump it again."""
    path = Path(tempfile.mkdtemp()) / "forecall.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(before.read_text(encoding="utf-8"))
    with open_store(path, lambda: NOON) as store:
        retold = a_card("optimizers/adam-betas", question=Text.plain("What is Adam good for?"))
        take_in(store, a_deck("optimizers", retold, "sgd", "lion"))
        store.index_texts()
    with closing(sqlite3.connect(path)) as connection:
        lines = [s for s in connection.iterdump() if not s.startswith(LEFT_OUT) or s.startswith(KEPT)]
        made = connection.execute(
            "SELECT sql || ';' FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%' ORDER BY rowid"
        )
        virtual = [sql for (sql,) in made] + ["INSERT INTO face_index (face_index) VALUES ('rebuild');"]
    after.write_text("\n".join([*lines[:-1], *virtual, lines[-1], ""]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
