"""forecall: forecast, then recall. Flashcards for the terminal, some of which run."""

__version__ = "0.1.0"
