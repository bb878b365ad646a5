"""`python -m app` is `forecall`."""

from app.cli import main

main()
