"""`pog align`: alignments from a table."""

from pathlib import Path

import click

from pog.alignments.importing import import_table
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _, _n
from pog.core.terminal import in_app, json_option, print_json
from pog.core.work import unit_of_work
from pog.profiles.authors import THE_SYSTEM
from pog.profiles.queries import profile_by_slug_or_id


@click.command("align")
@click.argument("name", metavar="PROFILE")
@click.argument("table", metavar="CSV", type=click.Path(path_type=Path))
@json_option
@in_app
def align(name: str, table: Path, as_json: bool) -> None:
    """Align the attributes of a profile to competencies, as a CSV table says.

    Columns: attribute, framework, code, relation, reason. All rows are imported or none.
    """
    if not table.is_file():
        raise NotFound(_("There is no file called %(name)s.", name=table))
    source = table.read_bytes()
    with unit_of_work():
        profile = profile_by_slug_or_id(name)
        if profile is None:
            raise NotFound(_("There is no profile “%(name)s”.", name=name))
        report = import_table(profile, source, THE_SYSTEM)
        identifier = str(profile.id)
    if as_json:
        wrong = [{"row": one.row, "message": one.message} for one in report.wrong]
        print_json({"profile": identifier, "added": report.added, "wrong": wrong})
    elif report.added:
        click.echo(_n("%(num)d alignment was made.", "%(num)d alignments were made.", report.added))
    if report.wrong:
        lines = [
            _("Row %(row)s: %(message)s", row=one.row, message=one.message) for one in report.wrong
        ]
        raise Refusal("\n".join([_("Nothing was imported."), *lines]))


COMMANDS = [align]
