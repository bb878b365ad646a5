"""Where errors become words on stderr and exit codes."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from app.cli.output import cleaned, say
from app.core.errors import EXIT_ERROR, ForecallError


class Commands(click.Group):
    """A group whose commands may raise `ForecallError`."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error for the user's eyes ends it with its text and exit code."""
        try:
            return super().invoke(ctx)
        except ForecallError as error:
            say(f"forecall: {error}")
            ctx.exit(EXIT_ERROR)
        except click.UsageError as error:
            # It names what was typed, which may have come from a file.
            raise click.UsageError(cleaned(error.format_message()), error.ctx) from error
        except BrokenPipeError:
            # The reader of a pipe went away: not an error, and nobody is there to be told.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
