"""Floor 3: the screens; the only room that imports Textual."""
