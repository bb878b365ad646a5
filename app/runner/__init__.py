"""Floor 1: runs snippets in a worker process; its child alone imports numpy and torch."""
