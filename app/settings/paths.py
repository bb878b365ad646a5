"""Where forecall keeps its files, and how the environment moves them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from app.core.errors import ForecallError

CONFIG_VARIABLE = "FORECALL_CONFIG"
"""Path of the config file."""
DATA_VARIABLE = "FORECALL_DATA"
"""Folder of the database and its backups."""
DECKS_VARIABLE = "FORECALL_DECKS"
"""Folder of the decks."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Absolute paths of what belongs to the user.

    Attributes:
        config: The config file; it need not exist.
        data: The data folder.
        decks: The deck folder.
    """

    config: Path
    data: Path
    decks: Path

    @property
    def database(self) -> Path:
        """The SQLite database: the log and all that is derived from it."""
        return self.data / "forecall.db"

    @property
    def backups(self) -> Path:
        """Copies of the database, taken before it is upgraded."""
        return self.data / "backups"


def config_path(environment: Mapping[str, str]) -> Path:
    """Return the path of the config file.

    Raises:
        ForecallError: If there is no home folder to find it in.
    """
    named = environment.get(CONFIG_VARIABLE)
    return _absolute(named) if named else _home(platformdirs.user_config_path) / "config.toml"


def paths(environment: Mapping[str, str], *, decks_option: str = "", decks_setting: str = "") -> Paths:
    """Return where everything lies.

    The deck folder is the first that is given of: the option ``--decks``, the variable, the config
    file, the folder `decks` in the data folder.

    Args:
        environment: The environment variables.
        decks_option: What ``--decks`` says; empty if it was not given.
        decks_setting: What the config file says; empty if nothing. Relative paths start at its folder.

    Raises:
        ForecallError: If there is no home folder to put things in.
    """
    config = config_path(environment)
    named = environment.get(DATA_VARIABLE)
    data = _absolute(named) if named else _home(platformdirs.user_data_path)
    if decks_option or environment.get(DECKS_VARIABLE):
        decks = _absolute(decks_option or environment[DECKS_VARIABLE])
    elif decks_setting:
        decks = _absolute(str(config.parent / Path(decks_setting).expanduser()))
    else:
        decks = data / "decks"
    return Paths(config, data, decks)


def _absolute(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise _no_home() from error


def _home(folder_of: Callable[[str], Path]) -> Path:
    try:
        path = folder_of("forecall")
    except RuntimeError as error:
        raise _no_home() from error
    if not path.is_absolute():
        raise _no_home()
    return path


def _no_home() -> ForecallError:
    return ForecallError(
        "There is no home folder to keep decks and reviews in.",
        fix=f"Set HOME, or name a folder with {DATA_VARIABLE} (and a file with {CONFIG_VARIABLE}).",
    )
