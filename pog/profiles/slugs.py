"""Short names in the addresses of public profiles."""

from sqlalchemy import select

from pog.core.database import db
from pog.organizations.services import slug_of
from pog.profiles.models import Profile


def free_slug(title: str) -> str:
    """A slug no profile has yet."""
    base = slug_of(title)
    taken = set(
        db.session.scalars(
            select(Profile.slug).where(Profile.slug.startswith(base, autoescape=True))
        )
    )
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
