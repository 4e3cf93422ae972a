"""What qualifications add to profiles: a way there, and a part of every edition."""

from collections.abc import Iterable
from typing import Any

from pog.core.i18n import _
from pog.core.identity import Actor
from pog.core.links import Link
from pog.frameworks.licensing import rule_named
from pog.profiles.hooks import adds_to_edition, links_from_profiles
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.qualifications.models import BestFit
from pog.qualifications.queries import qualifications_of


@links_from_profiles
def to_qualifications(actor: Actor, profile: Profile) -> Iterable[Link]:
    if VIEW_PROFILE.allows(actor, profile):
        yield Link(
            text=_("Qualifications"),
            endpoint="qualifications.index",
            values={"profile_id": profile.id},
            icon="check",
        )


@adds_to_edition("qualifications")
def in_editions(profile: Profile) -> list[dict[str, Any]]:
    """Without people; of each level only what may be passed on."""
    return [
        {
            "id": str(one.id),
            "name": one.name,
            "kind": one.kind,
            "issuer": one.issuer,
            "url": one.url,
            "for_students": one.for_students,
            "for_institutions": one.for_institutions,
            "for_employers": one.for_employers,
            "vouches": sorted(
                ({"attribute_id": str(v.attribute_id), "extent": v.extent} for v in one.vouches),
                key=lambda vouch: vouch["attribute_id"],
            ),
            "best_fit": sorted(map(level_words, one.levels)),
            "levels": sorted(str(level.competency_id) for level in one.levels),
            "level_note": one.level_note,
        }
        for one in qualifications_of(profile.id)
    ]


def level_words(level: BestFit) -> str:
    """A level with its framework, as far as its rule lets it travel: "EQF: Level 4"."""
    framework = level.competency.framework
    if not rule_named(framework.redistribution).names:
        return framework.title
    return f"{framework.title}: {level.competency.name}"
