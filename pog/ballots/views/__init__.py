"""The pages of ballots."""

from flask import Flask

from pog.ballots import pictures, publishing
from pog.ballots.views import (
    listing,
    paper,
    preparing,
    record,
    results,
    running,
    series,
    trust,
    voting,
)
from pog.ballots.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "install",
    "listing",
    "paper",
    "preparing",
    "record",
    "results",
    "running",
    "series",
    "trust",
    "voting",
]


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        ballot_on_the_wall=running.ballot_on_the_wall, has_list=publishing.has_list
    )
    app.jinja_env.filters.update(
        rounds_on_the_wall=pictures.rounds_on_the_wall,
        rounds_picture=pictures.rounds_picture,
        spread_picture=pictures.spread_picture,
        group_pictures=pictures.group_pictures,
    )
