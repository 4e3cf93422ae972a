"""The `pog` command: every feature's terminal door in one place."""

import functools
import importlib
import importlib.util

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from pog.admin.commands import AS_IT_IS
from pog.app import FEATURES, create_app
from pog.config import read_settings
from pog.seeding.services import prepare


@functools.cache
def application() -> Flask:
    """The application as it is, ready or not."""
    return create_app(read_settings())


@functools.cache
def ready_application() -> Flask:
    """The application with its tables and library; a new data folder is made ready first."""
    app = application()
    try:
        with app.app_context():
            prepare()
    except OperationalError as error:
        raise click.ClickException(f"The database does not answer: {error.orig}") from error
    return app


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pog")
@click.pass_context
def main(context: click.Context) -> None:
    """Write a Profile of a Graduate together, decide on it, map it, export it."""
    context.obj = ready_application
    context.meta[AS_IT_IS] = application


def gather() -> None:
    for feature in FEATURES:
        if importlib.util.find_spec(f"pog.{feature}.commands") is not None:
            for command in importlib.import_module(f"pog.{feature}.commands").COMMANDS:
                main.add_command(command)


gather()
