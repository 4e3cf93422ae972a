"""Organizations and accounts from the terminal."""

import click

from pog.accounts.queries import person_by_email
from pog.accounts.services import create_person
from pog.core.errors import NotFound
from pog.core.i18n import _
from pog.core.terminal import in_app
from pog.core.work import unit_of_work
from pog.organizations import services
from pog.organizations.models import LEVELS, ROLES, Organization
from pog.organizations.queries import organization_by_slug


def organization_named(slug: str) -> Organization:
    found = organization_by_slug(slug)
    if found is None:
        raise NotFound(_("There is no organization called %(slug)s.", slug=slug))
    return found


@click.group()
def org() -> None:
    """Organizations: states, districts and schools."""


@org.command("create")
@click.argument("slug")
@click.option("--name", required=True, help="Its full name.")
@click.option("--level", type=click.Choice(LEVELS), required=True)
@click.option("--parent", metavar="SLUG", help="The organization above it.")
@in_app
def create_org(slug: str, name: str, level: str, parent: str | None) -> None:
    """Create an organization; print its identifier."""
    with unit_of_work():
        above = organization_named(parent) if parent else None
        made = services.create_organization(name=name, level=level, slug=slug, parent=above)
        click.echo(str(made.id))


@click.group()
def user() -> None:
    """Accounts."""


@user.command("create")
@click.argument("email")
@click.option("--org", "slug", required=True, metavar="SLUG", help="Where they work.")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--name", help="Their name; the address's first part by default.")
@click.option(
    "--password",
    prompt=True,
    hide_input=True,
    envvar="POG_NEW_PASSWORD",
    help="Asked for when not given.",
)
@in_app
def create_user(email: str, slug: str, role: str, name: str | None, password: str) -> None:
    """Give a person an account and a role; print the account's identifier."""
    with unit_of_work():
        organization = organization_named(slug)
        person = person_by_email(email) or create_person(
            email=email, name=name or email.split("@", maxsplit=1)[0], password=password
        )
        services.give_role(organization, person, role)
        click.echo(str(person.id))


COMMANDS = [org, user]
