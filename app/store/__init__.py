"""Floor 1: the log and what is derived from it, in SQLite; the only room that imports SQLAlchemy."""
