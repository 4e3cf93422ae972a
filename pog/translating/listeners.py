"""What translations add to profiles: a way to them, and their place in editions and clones."""

from collections.abc import Iterable

from pog.core.i18n import _, name_of
from pog.core.identity import Actor
from pog.core.links import Link
from pog.profiles.hooks import (
    Strip,
    carried_by,
    completes_content,
    links_from_profiles,
    reminds_before_publishing,
    strips_on_attributes,
)
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.translating.carrying import take_translations_along
from pog.translating.contents import add_translations
from pog.translating.queries import counts_by_language
from pog.translating.texts import Counts, texts_of, texts_of_attribute

Line = tuple[str, str, Counts]
"""A language, what it is called, and how far its translation is."""


def languages_of_attribute(attribute: Attribute) -> list[Line]:
    found = counts_by_language(attribute.profile, texts_of_attribute(attribute))
    return [(language, name_of(language), counts) for language, counts in found]


@reminds_before_publishing
def of_open_translations(profile: Profile) -> Iterable[Link]:
    """What would go out without a translation, or with one of earlier words."""
    for language, counts in counts_by_language(profile, texts_of(profile)):
        if counts.missing or counts.outdated:
            yield Link(
                text=_(
                    "%(language)s: %(done)s of %(all)s texts are translated, %(old)s out of date.",
                    language=name_of(language),
                    done=counts.translated,
                    all=counts.texts,
                    old=counts.outdated,
                ),
                endpoint="translating.show",
                values={"profile_id": profile.id, "language": language, "show": "open"},
                icon="globe",
            )


completes_content(add_translations)
strips_on_attributes(Strip(part="translating/_strip.html", of=languages_of_attribute))
carried_by(take_translations_along)


@links_from_profiles
def to_the_translations(actor: Actor, profile: Profile) -> Iterable[Link]:
    if VIEW_PROFILE.allows(actor, profile):
        yield Link(
            text=_("Translations"),
            endpoint="translating.languages",
            values={"profile_id": profile.id},
            icon="globe",
        )
