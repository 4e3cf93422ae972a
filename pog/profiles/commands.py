"""`pog profile`: the profiles of this site, from the terminal."""

import click

from pog.core.errors import NotFound
from pog.core.i18n import _
from pog.core.terminal import in_app, json_option, print_json
from pog.profiles.models import Profile
from pog.profiles.queries import (
    all_profiles,
    load_whole,
    newest_edition,
    profile_by_slug_or_id,
    sections,
)


@click.group("profile")
def profile() -> None:
    """List profiles and show what they say."""


@profile.command("list")
@json_option
@in_app
def list_profiles(as_json: bool) -> None:
    """List every profile with its organization."""
    rows = [summary(each) for each in all_profiles()]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['organization']}  {row['title']}  ({row['state']})")


@profile.command("show")
@click.argument("name", metavar="PROFILE")
@json_option
@in_app
def show_profile(name: str, as_json: bool) -> None:
    """Show a profile, named by its UUID or its short name."""
    found = profile_by_slug_or_id(name)
    if found is None:
        raise NotFound(_("There is no profile “%(name)s”.", name=name))
    whole = load_whole(found.id)
    if as_json:
        print_json(document(whole))
    else:
        print_profile(whole)


def summary(each: Profile) -> dict[str, object]:
    return {
        "id": str(each.id),
        "slug": each.slug,
        "title": each.title,
        "organization": each.organization.slug,
        "state": each.state,
        "attributes": len(each.attributes),
        "upstream": each.upstream_edition.source_line if each.upstream_edition else None,
        "changed_at": each.changed_at.isoformat(),
    }


def document(whole: Profile) -> dict[str, object]:
    edition = newest_edition(whole)
    return {
        **summary(whole),
        "label": whole.label,
        "language": whole.language,
        "core_statement": whole.core_statement,
        "usage_rules": whole.usage_rules,
        "edition": edition.number if edition else None,
        "groupings": [
            {
                "id": str(section.grouping.id) if section.grouping else None,
                "name": section.grouping.name if section.grouping else None,
                "attributes": [
                    {
                        "id": str(a.id),
                        "name": a.name,
                        "code": a.code,
                        "statement": a.statement,
                        "revision": a.revision,
                        "source_id": str(a.source_id) if a.source_id else None,
                        "indicators": [{"level": i.level, "text": i.text} for i in a.indicators],
                    }
                    for a in section.attributes
                ],
            }
            for section in sections(whole)
        ],
    }


def print_profile(whole: Profile) -> None:
    click.echo(f"{whole.title} ({whole.organization.name}, {whole.state})")
    if whole.upstream_edition is not None:
        click.echo(f"From: {whole.upstream_edition.source_line}")
    number = 0
    for section in sections(whole):
        if section.grouping is not None:
            click.echo(f"\n{section.grouping.name}")
        for attribute in section.attributes:
            number += 1
            click.echo(f"  {number}. {attribute.name}")
            if attribute.statement:
                click.echo(f"     {attribute.statement}")


COMMANDS = [profile]
