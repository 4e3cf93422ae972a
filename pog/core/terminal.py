"""What every command of the terminal shares."""

import functools
import json
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from pog.core.errors import Refusal

F = TypeVar("F", bound=Callable[..., Any])  # Any: commands take their own parameters

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def in_app(command: F) -> F:
    """Run the command with the application's database at hand.

    The context's object makes the application. A refusal is one sentence on standard error
    and exit status 1; wrong usage stays click's 2.
    """

    @functools.wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        make_app = click.get_current_context().find_root().obj
        try:
            with make_app().app_context():
                return command(*arguments, **options)
        except Refusal as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(1)

    return run  # type: ignore[return-value]  # same signature


def print_json(document: object) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))
