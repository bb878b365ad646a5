"""Floor 1: where things lie, and the config file; the only room that reads the environment."""
