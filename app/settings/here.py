"""The settings of this process: the environment, the config file, and what the command line says."""

from __future__ import annotations

import os
from collections.abc import Mapping

from app.settings.config import Config, load
from app.settings.paths import Paths, config_path, paths


def settings_here(
    decks_option: str = "", environment: Mapping[str, str] | None = None
) -> tuple[Paths, Config]:
    """Return where everything lies and what the config file says.

    Args:
        decks_option: What ``--decks`` says; empty if it was not given.
        environment: The environment variables; None means this process's own.

    Raises:
        ForecallError: If there is no home folder, or the config file is wrong.
    """
    environment = os.environ if environment is None else environment
    config = load(config_path(environment))
    return paths(environment, decks_option=decks_option, decks_setting=config.decks), config
