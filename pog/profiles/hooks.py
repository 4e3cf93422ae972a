"""What higher features add to profiles, without profiles knowing them."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pog.core.database import Json
from pog.core.errors import Sentence
from pog.core.identity import Actor
from pog.core.links import Link
from pog.profiles.models import Attribute, Edition, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number on every attribute's card: how many comments, say, and where they are."""

    icon: str
    endpoint: str
    """A page that takes `attribute_id`."""
    label: Callable[[int], str]
    of: Callable[[uuid.UUID], Mapping[uuid.UUID, int]]
    """Numbers by attribute for one profile, in one query."""
    shown_when_none: bool = True
    """Whether the attribute's own page leads there even when there is nothing yet."""


_counts: list[Count] = []
_links: list[Callable[[Actor, Profile], Iterable[Link]]] = []
_invitations: list[Callable[[Profile], Iterable[Link]]] = []
_reminders: list[Callable[[Profile], Iterable[Link]]] = []
_edition_parts: dict[str, Callable[[Profile], Any]] = {}


def counts_on_attributes(count: Count) -> Count:
    """Show this number on every attribute's card; asking twice shows it once."""
    if all(known.endpoint != count.endpoint for known in _counts):
        _counts.append(count)
    return count


def registered_counts() -> tuple[Count, ...]:
    return tuple(_counts)


def links_from_profiles(
    finder: Callable[[Actor, Profile], Iterable[Link]],
) -> Callable[[Actor, Profile], Iterable[Link]]:
    """Register where else an actor may go from a profile (its convenings, for one)."""
    if finder not in _links:
        _links.append(finder)
    return finder


def links_from(actor: Actor, profile: Profile) -> list[Link]:
    return [link for finder in _links for link in finder(actor, profile)]


def invites_strangers(
    finder: Callable[[Profile], Iterable[Link]],
) -> Callable[[Profile], Iterable[Link]]:
    """Register what readers of the public page may take part in (an open round, for one)."""
    if finder not in _invitations:
        _invitations.append(finder)
    return finder


def invitations_of(profile: Profile) -> list[Link]:
    return [link for finder in _invitations for link in finder(profile)]


def reminds_before_publishing(
    finder: Callable[[Profile], Iterable[Link]],
) -> Callable[[Profile], Iterable[Link]]:
    """Register what one should look at before an edition is published for ever."""
    if finder not in _reminders:
        _reminders.append(finder)
    return finder


def reminders_of(profile: Profile) -> list[Link]:
    return [link for finder in _reminders for link in finder(profile)]


def adds_to_edition(
    name: str,
) -> Callable[[Callable[[Profile], Any]], Callable[[Profile], Any]]:
    """Register a part of every edition's content (alignments): plain JSON under this name."""

    def register(part: Callable[[Profile], Any]) -> Callable[[Profile], Any]:
        _edition_parts[name] = part
        return part

    return register


def edition_parts(profile: Profile) -> dict[str, Any]:
    return {name: part(profile) for name, part in sorted(_edition_parts.items())}


Complete = Callable[[Profile, Json], None]
_completed: list[Complete] = []


def completes_content(complete: Complete) -> Complete:
    """Register who adds to the parts of an edition's content (translations of its texts).

    It gets the content as it stands and may add keys to it; without anything to add it changes
    nothing, so that the hash stays the same.
    """
    if complete not in _completed:
        _completed.append(complete)
    return complete


def complete_content(profile: Profile, content: Json) -> None:
    for complete in _completed:
        complete(profile, content)


Carry = Callable[[Json, Mapping[uuid.UUID, Attribute], str], None]
_carried: list[Carry] = []


def carried_by(carry: Carry) -> Carry:
    """Register who takes along what an edition says of attributes that are cloned from it.

    It gets the edition's content, our new attributes by the identifier of their source, and where
    they come from in a few words; it works in the transaction of the clone.
    """
    if carry not in _carried:
        _carried.append(carry)
    return carry


def carry_along(content: Json, ours: Mapping[uuid.UUID, Attribute], source: str) -> None:
    for carry in _carried:
        carry(content, ours, source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A line on every attribute's own page: a part, given `attribute` and `strip`."""

    part: str
    of: Callable[[Attribute], Any]


_strips: list[Strip] = []


def strips_on_attributes(strip: Strip) -> Strip:
    """Show this line (what an attribute reaches, say); asking twice shows it once."""
    if all(known.part != strip.part for known in _strips):
        _strips.append(strip)
    return strip


def strips_of(attribute: Attribute) -> list[tuple[str, Any]]:
    return [(strip.part, strip.of(attribute)) for strip in _strips]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPart:
    """A part of the page of an edition: a template, given `profile`, `edition` and `shown`."""

    part: str
    of: Callable[[Profile, Edition], Any]
    """What it shows; None where there is nothing to show."""
    order: int
    anchor: str
    """The `id` of its element, so that the head of the page can lead there."""
    label: Sentence
    icon: str


_public_parts: list[PublicPart] = []


def shows_in_public(part: PublicPart) -> PublicPart:
    """Show this below every published edition; it may tell strangers only what all may know."""
    if all(known.part != part.part for known in _public_parts):
        _public_parts.append(part)
    return part


def public_parts_of(profile: Profile, edition: Edition) -> list[tuple[PublicPart, Any]]:
    ordered = sorted(_public_parts, key=lambda one: one.order)
    found = [(one, one.of(profile, edition)) for one in ordered]
    return [(one, shown) for one, shown in found if shown is not None]


Answer = Callable[[uuid.UUID], Any]  # a response for /uri/<uuid>, or None to leave it to others
_answers: list[Answer] = []


def answers_addresses(answer: Answer) -> Answer:
    """Register who else answers `/uri/<uuid>`: machines, and things that are no profile's."""
    if answer not in _answers:
        _answers.append(answer)
    return answer


def answer_address(thing_id: uuid.UUID) -> Any:  # the first response, or None
    return next((found for answer in _answers if (found := answer(thing_id)) is not None), None)


Settle = Callable[[Attribute], None]
Take = Callable[[Attribute, str], None]
_settle: list[Settle] = []
_take: list[Take] = []


def words_settled_by(settle: Settle) -> Settle:
    """Register who brings the words up to date, as a revision, before they change or are frozen."""
    if settle not in _settle:
        _settle.append(settle)
    return settle


def settle_words(attribute: Attribute) -> None:
    """Have what people are typing together become the attribute's words and a revision.

    For whoever holds the profile and is about to change, count, publish or freeze the words.
    """
    for settle in _settle:
        settle(attribute)


def settle_all(attributes: Iterable[Attribute]) -> None:
    """The same for several, in the order of their keys.

    Whoever stores what people type takes texts in that order, too: nobody waits in a circle.
    """
    for attribute in sorted(attributes, key=lambda one: one.id):
        settle_words(attribute)


def words_taken_by(take: Take) -> Take:
    """Register who has to hear, in the same transaction, of words that came by a form."""
    if take not in _take:
        _take.append(take)
    return take


def words_taken(attribute: Attribute, before: str) -> None:
    """Its statement is a new one that nobody typed together; `before` is the one it replaces."""
    for take in _take:
        take(attribute, before)
