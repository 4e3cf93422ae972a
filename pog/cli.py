"""The `pog` command: every feature's terminal door in one place."""

import functools
import importlib
import importlib.util

import click
from flask import Flask

from pog.app import FEATURES, create_app
from pog.config import read_settings


@functools.cache
def application() -> Flask:
    return create_app(read_settings())


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pog")
@click.pass_context
def main(context: click.Context) -> None:
    """Write a Profile of a Graduate together, decide on it, map it, export it."""
    context.obj = application


def gather() -> None:
    for feature in FEATURES:
        if importlib.util.find_spec(f"pog.{feature}.commands") is not None:
            for command in importlib.import_module(f"pog.{feature}.commands").COMMANDS:
                main.add_command(command)


gather()
