"""`pog library` and `pog clone`: published profiles, from the terminal."""

import click

from pog.core.errors import NotFound
from pog.core.i18n import _
from pog.core.terminal import in_app, json_option, print_json
from pog.core.work import unit_of_work
from pog.library.models import LibraryEntry
from pog.library.queries import all_entries, entry_by_id
from pog.library.services import clone_entry
from pog.organizations.queries import organization_by_slug
from pog.profiles.authors import THE_SYSTEM
from pog.profiles.snapshots import read_snapshot


@click.group("library")
def library() -> None:
    """List published profiles and show what they say."""


@library.command("list")
@json_option
@in_app
def list_entries(as_json: bool) -> None:
    """List every published profile."""
    entries = all_entries()
    if as_json:
        print_json([summary(entry) for entry in entries])
        return
    for entry in entries:
        mark = "" if entry.complete else "  (reference only)"
        click.echo(f"{entry.id:28}  {entry.year or '----'}  {entry.title}{mark}")


@library.command("show")
@click.argument("library_id")
@json_option
@in_app
def show_entry(library_id: str, as_json: bool) -> None:
    """Show one published profile with its sources."""
    entry = the_entry(library_id)
    if as_json:
        print_json({**summary(entry), **description(entry), "content": entry.edition.content})
        return
    click.echo(f"{entry.title}\n{entry.issuer}, {entry.year or '----'}\n{entry.url}")
    number = 0
    for grouping in read_snapshot(entry.edition.content).groupings:
        if grouping.name:
            click.echo(f"\n{grouping.name}")
        for attribute in grouping.attributes:
            number += 1
            click.echo(f"  {number}. {attribute.name}")


@click.command("clone")
@click.argument("library_id")
@click.option("--org", "slug", required=True, help="Short name of the organization.")
@click.option("--title", help="Title of the new profile.")
@json_option
@in_app
def clone(library_id: str, slug: str, title: str | None, as_json: bool) -> None:
    """Start a draft from a published profile and print its UUID."""
    with unit_of_work():
        entry = the_entry(library_id)
        organization = organization_by_slug(slug)
        if organization is None:
            raise NotFound(_("There is no organization “%(slug)s”.", slug=slug))
        made = clone_entry(entry, organization, THE_SYSTEM, title=title)
        profile = {
            "id": str(made.id),
            "slug": made.slug,
            "title": made.title,
            "attributes": len(made.attributes),
        }
    if as_json:
        print_json(profile)
    else:
        click.echo(profile["id"])


def the_entry(library_id: str) -> LibraryEntry:
    entry = entry_by_id(library_id)
    if entry is None:
        raise NotFound(
            _("The library has no “%(id)s”. “pog library list” shows all.", id=library_id)
        )
    return entry


def summary(entry: LibraryEntry) -> dict[str, object]:
    snapshot = read_snapshot(entry.edition.content)
    return {
        "id": entry.id,
        "title": entry.title,
        "issuer": entry.issuer,
        "state": entry.state,
        "level": entry.level,
        "year": entry.year,
        "attributes": len(snapshot.attributes),
        "groupings": len(snapshot.named_groupings),
        "verified": entry.verified,
        "complete": entry.complete,
    }


def description(entry: LibraryEntry) -> dict[str, object]:
    return {
        "label": entry.label,
        "url": entry.url,
        "licence": entry.licence,
        "sources": entry.sources,
        "history": entry.history,
        "verified_note": entry.verified_note,
        "notes": entry.notes,
        "details": entry.details,
        "content_hash": entry.edition.content_hash,
    }


COMMANDS = [library, clone]
