"""Run by alembic: by the app on its own connection, by a developer on the scratch file of alembic.ini."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine

from app.store.tables import SEARCH_INDEX, metadata


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or name is None or not name.startswith(SEARCH_INDEX)


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_server_default=True,
        transactional_ddl=True,
        include_name=_is_ours,
        autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    )
    with context.begin_transaction():
        context.run_migrations()


_given = context.config.attributes.get("connection")
if _given is not None:
    _migrate(_given)
else:
    with create_engine(context.config.get_main_option("sqlalchemy.url", "sqlite://")).connect() as _own:
        _migrate(_own)
        _own.commit()
