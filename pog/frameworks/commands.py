"""Frameworks from the terminal."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.core.terminal import in_app, json_option, print_json
from pog.core.work import unit_of_work
from pog.frameworks import queries, services
from pog.frameworks.models import SECTORS, Framework
from pog.organizations.queries import organization_by_slug
from pog.standards.case.reading import read_package


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


@click.command("import-framework")
@click.argument("source", metavar="FILE")
@click.option("--format", "kind", type=click.Choice(["case"]), default="case", show_default=True)
@click.option("--sector", type=click.Choice(SECTORS), default="k12", show_default=True)
@click.option("--org", "slug", metavar="SLUG", help="Whose it is; everybody's by default.")
@json_option
@in_app
def import_framework(source: str, kind: str, sector: str, slug: str | None, as_json: bool) -> None:
    """Import a CASE file; print the framework's identifier, counts and warnings."""
    path = Path(source)
    if not path.is_file():
        raise Refusal(_("There is no file called %(name)s.", name=source))
    reading = read_package(path.read_bytes())
    with unit_of_work():
        organization = organization_by_slug(slug) if slug else None
        if slug and organization is None:
            raise NotFound(_("There is no organization called %(slug)s.", slug=slug))
        made = services.import_case(
            reading,
            organization_id=organization.id if organization else None,
            sector=sector,
            imported_from=path.name,
        )
        identifier = str(made.id)
    package = reading.package
    kinds = Counter(item.item_type or "" for item in package.items)
    types = Counter(link.association_type for link in package.associations)
    if as_json:
        print_json(
            {
                "framework": identifier,
                "items": len(package.items),
                "items_by_kind": dict(kinds),
                "associations": len(package.associations),
                "associations_by_type": dict(types),
                "warnings": [{"where": w.where, "message": w.message} for w in reading.warnings],
            }
        )
        return
    click.echo(identifier)
    click.echo(_("%(count)s competencies", count=len(package.items)))
    for name, count in sorted(types.items()):
        click.echo(f"{name}: {count}")
    for warning in reading.warnings:
        click.echo(f"{warning.where}: {warning.message}", err=True)


COMMANDS = [framework, import_framework]
