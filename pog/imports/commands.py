"""`pog import-framework`: a framework from a file or an address, new or as an update."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app

from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.core.terminal import in_app, json_option, print_json
from pog.core.work import unit_of_work
from pog.frameworks.models import REDISTRIBUTION, SECTORS
from pog.imports import models, services
from pog.imports.fetching import Fetcher
from pog.imports.models import FrameworkImport
from pog.imports.packing import packed
from pog.imports.profile_readers import PROFILE_READERS
from pog.imports.readers import READERS
from pog.organizations.models import Organization
from pog.organizations.queries import organization_by_slug
from pog.profiles.authors import THE_SYSTEM
from pog.standards.choice import SeveralFrameworks
from pog.standards.learning_commons.files import is_knowledge_graph
from pog.standards.learning_commons.tables import LINE_LIMIT


@click.command("import-framework")
@click.argument("sources", metavar="FILE...|URL", nargs=-1, required=True)
@click.option(
    "--format", "kind", type=click.Choice(list(READERS)), default="auto", show_default=True
)
@click.option("--sector", type=click.Choice(SECTORS), default="k12", show_default=True)
@click.option("--org", "slug", metavar="SLUG", help="Whose it is; everybody's by default.")
@click.option(
    "--framework",
    "wanted",
    metavar="WORDS",
    default="",
    help="Which one, of files that hold several: its identifier, or state, subject, name.",
)
@click.option(
    "--update", is_flag=True, help="Update the framework that has the same document already."
)
@click.option(
    "--redistribution",
    type=click.Choice(REDISTRIBUTION),
    help="What of it may be passed on; names and codes by default.",
)
@json_option
@in_app
def import_framework(
    sources: tuple[str, ...],
    kind: str,
    sector: str,
    slug: str | None,
    wanted: str,
    update: bool,
    redistribution: str | None,
    as_json: bool,
) -> None:
    """Import a framework; print its identifier, counts, and remarks by row.

    Several files are those of one download, such as nodes.jsonl and relationships.jsonl of
    Learning Commons.
    """
    name = ", ".join(one if is_address(one) else Path(one).name for one in sources)
    content = content_of(sources[0]) if len(sources) == 1 else content_of_all(sources)
    try:
        reading = services.read(kind, content, name, wanted)
    except SeveralFrameworks as several:
        list_choices(several, as_json)
        raise Refusal(
            _(
                "There are %(number)s frameworks to choose from. Say which one with --framework.",
                number=len(several.choices),
            )
        ) from several
    with unit_of_work():
        organization = organization_named(slug) if slug else None
        found = services.new_import(
            organization_id=organization.id if organization else None,
            sector=sector,
            file_name=name,
            kind=kind,
            wanted=wanted,
        )
        services.take_in(found, reading, content)
        if found.state == models.TO_CONFIRM:
            if update:
                services.update_framework(found, reading, content)
            else:
                services.keep_both(found, reading)
        if redistribution and found.framework is not None:
            found.framework.redistribution = redistribution
        report = services.counts_of(found)
        tell(found, report, as_json)


def is_address(source: str) -> bool:
    return "://" in source


def content_of(source: str) -> bytes:
    settings = current_app.config["POG_SETTINGS"]
    if is_address(source):
        asking = Fetcher(hosts=settings.import_hosts, size_limit=settings.upload_limit)
        return asking.fetch(source)
    path = Path(source)
    if not path.is_file():
        raise Refusal(_("There is no file called %(name)s.", name=source))
    if path.stat().st_size > services.LARGEST:
        with path.open("rb") as file:
            if is_knowledge_graph(file.read(LINE_LIMIT)):  # read line by line, so it may be long
                file.seek(0)
                return packed([(path.name, file)])
        raise Refusal(
            _(
                "This file is too large. The limit is %(limit)s MB.",
                limit=services.LARGEST // 1024**2,
            )
        )
    return path.read_bytes()


def content_of_all(sources: Sequence[str]) -> bytes:
    """Several files packed into one."""
    paths = [Path(source) for source in sources]
    missing = next((path for path in paths if not path.is_file()), None)
    if missing is not None:
        raise Refusal(_("There is no file called %(name)s.", name=str(missing)))
    with ExitStack() as stack:
        return packed([(path.name, stack.enter_context(path.open("rb"))) for path in paths])


def list_choices(several: SeveralFrameworks, as_json: bool) -> None:
    """The frameworks there are, on standard output; why nothing was imported follows elsewhere."""
    if as_json:
        print_json({"frameworks": [asdict(one) for one in several.choices]})
        return
    for one in several.choices:
        older = _("older edition") if one.is_older else ""
        cells = (one.key, one.jurisdiction, one.subject, one.title, older)
        click.echo("\t".join(cells).rstrip())


def organization_named(slug: str) -> Organization:
    organization = organization_by_slug(slug)
    if organization is None:
        raise NotFound(_("There is no organization called %(slug)s.", slug=slug))
    return organization


def tell(found: FrameworkImport, report: dict[str, object], as_json: bool) -> None:
    if as_json:
        print_json(report)
        return
    click.echo(report["framework"])
    click.echo(_("%(count)s competencies", count=report["items"]))
    for name, count in sorted(found.report["associations_by_type"].items()):
        click.echo(f"{name}: {count}")
    for one in found.report["known_elsewhere"]:
        click.echo(f"{one['title']} ({one['framework']}): {one['number']}", err=True)
    for remark in found.report["remarks"]:
        click.echo(f"{remark['where']}: {remark['message']}", err=True)


@click.command("import-profile")
@click.argument("source", metavar="FILE")
@click.option("--org", "slug", metavar="SLUG", required=True, help="Whose the profile will be.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(list(PROFILE_READERS)),
    default="bundle",
    show_default=True,
)
@json_option
@in_app
def import_profile(source: str, slug: str, kind: str, as_json: bool) -> None:
    """Import a profile: a bundle as it was, a CASE file as a new draft; print its identifier."""
    reader = PROFILE_READERS[kind]
    read = reader.read(content_of(source), services.LARGEST)
    with unit_of_work():
        outcome = reader.keep(read, organization_named(slug), THE_SYSTEM)
        found = {
            "profile": str(outcome.profile.id),
            "slug": outcome.profile.slug,
            "title": outcome.profile.title,
            "counts": outcome.counts,
            "warnings": [
                {"where": one.where, "message": str(one.message)} for one in outcome.remarks
            ],
        }
    if as_json:
        print_json(found)
        return
    click.echo(found["profile"])
    for remark in outcome.remarks:
        click.echo(f"{remark.where}: {remark.message}", err=True)


COMMANDS = [import_framework, import_profile]
