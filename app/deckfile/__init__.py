"""Floor 1: deck files in YAML to decks, with every problem at its line and column."""
