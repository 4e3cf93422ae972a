"""Frameworks from the terminal."""

from typing import Any

import click

from pog.core.errors import NotFound
from pog.core.i18n import _
from pog.core.terminal import in_app, json_option, print_json
from pog.frameworks import queries
from pog.frameworks.models import Framework


@click.group()
def framework() -> None:
    """Competency frameworks."""


def described(framework: Framework) -> dict[str, Any]:
    return {
        "id": str(framework.id),
        "key": framework.key,
        "title": framework.title,
        "sector": framework.sector,
        "publisher": framework.publisher,
        "year": framework.year,
        "licence": framework.licence,
        "redistribution": framework.redistribution,
        "verified": framework.verified,
    }


@framework.command("list")
@json_option
@in_app
def list_frameworks(as_json: bool) -> None:
    """Every framework, by sector."""
    listed = queries.visible_frameworks()
    if as_json:
        print_json([{**described(one.framework), "competencies": one.size} for one in listed])
        return
    for one in listed:
        name = one.framework.key or one.framework.id
        click.echo(f"{one.framework.sector:14} {name!s:26} {one.size:5}  {one.framework.title}")


@framework.command("show")
@click.argument("reference", metavar="ID")
@json_option
@in_app
def show_framework(reference: str, as_json: bool) -> None:
    """One framework with its competencies."""
    found = queries.framework_named(reference)
    if found is None:
        raise NotFound(_("There is no framework called %(name)s.", name=reference))
    rows = found.competencies
    if as_json:
        items = [
            {
                "id": str(row.id),
                "code": row.code,
                "official_code": row.official_code,
                "name": row.name,
                "parent": str(row.parent_id) if row.parent_id else None,
                "verified": row.verified,
            }
            for row in rows
        ]
        print_json({**described(found), "competencies": items})
        return
    click.echo(f"{found.title} ({found.publisher}, {found.year})")
    for row in rows:
        click.echo(f"{row.code or '':16} {row.name}")


COMMANDS = [framework]
