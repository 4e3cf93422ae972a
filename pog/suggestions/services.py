"""Making suggestions, marking, withdrawing, putting them onto newer words, hiding them.

Accepting and declining: `deciding.py`.
"""

import uuid
from typing import TypeVar

from pog.comments.services import name_of, waits_for_review
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Refusal, TooLarge, TooMany, Unreadable
from pog.core.i18n import _
from pog.core.identity import Actor
from pog.core.markup import clean_line, clean_text
from pog.core.work import publish
from pog.profiles.anchoring import Anchor, Fate, anchor_at, anchor_in, move_anchor
from pog.profiles.models import Attribute
from pog.profiles.queries import revision_of
from pog.profiles.recording import clean_name, clean_prose, clean_short, hold
from pog.suggestions.events import (
    SuggestionChanged,
    SuggestionEvent,
    SuggestionMade,
    SuggestionMarked,
)
from pog.suggestions.models import (
    FIELDS,
    FOR_MINUTES,
    MOST_AT_ONCE,
    REASON_LIMIT,
    STANCES,
    WORDS_LIMIT,
    Suggestion,
    SuggestionMark,
    SuggestionRules,
)
from pog.suggestions.placing import passages, splice
from pog.suggestions.queries import (
    is_own,
    made_lately,
    mark_of,
    marks_on,
    suggesting_seat,
    words_in,
)
from pog.suggestions.timing import why_not

E = TypeVar("E", bound=SuggestionEvent)


def suggest(
    actor: Actor,
    attribute: Attribute,
    *,
    quote: str,
    words: str,
    before: str = "",
    after: str = "",
    hint: int = 0,
    reason: str = "",
    field: str = "statement",
) -> Suggestion:
    """Propose other words for a passage that stands in the attribute now."""
    refuse_when_off(actor, attribute)
    if field not in FIELDS:
        raise Unreadable(_("Choose the name or the description."))
    anchor = quoted(attribute, field, quote, before, after, hint)
    made = make(actor, attribute, field, anchor, words, reason)
    tell(made)
    return made


def suggest_changes(
    actor: Actor, attribute: Attribute, *, base_statement: str, statement: str, reason: str = ""
) -> list[Suggestion]:
    """One suggestion for each passage somebody changed in a copy of the text."""
    refuse_when_off(actor, attribute)
    old, new = clean_text(base_statement), clean_prose(statement, field="statement")[0]
    found = passages(old, new)
    if not found:
        raise Refusal(_("Change some words first."), field="statement")
    made = []
    for passage in found:
        asked = anchor_at(old, passage.start, passage.end)
        moved = move_anchor(asked, old, attribute.statement)
        if moved.fate != Fate.SAME:
            raise Conflict(
                _(
                    "Somebody changed “%(words)s” while you were writing. Your text is kept "
                    "below; look at what the description says now.",
                    words=asked.quote,
                ),
                field="statement",
            )
        anchor = on_newest(attribute, "statement", moved.anchor)
        made.append(make(actor, attribute, "statement", anchor, passage.words, reason))
    db.session.flush()
    for one in made:
        tell(one)
    return made


def tell(made: Suggestion) -> None:
    """Whoever looks on hears of it; of one that waits for review when it is released."""
    if not made.is_held:
        publish(about(SuggestionMade, made))


def make(
    actor: Actor, attribute: Attribute, field: str, anchor: Anchor, words: str, reason: str
) -> Suggestion:
    seat = suggesting_seat(actor, attribute.profile_id)
    made = Suggestion(
        profile_id=attribute.profile_id,
        attribute_id=attribute.id,
        attribute=attribute,
        convening_id=seat.convening_id if seat else None,
        field=field,
        revision_number=attribute.revision,
        first_revision_number=attribute.revision,
        words=wanted_words(attribute, field, anchor, words),
        reason=clean_short(reason, field="reason", limit=REASON_LIMIT),
        person_id=actor.person_id,
        participant_id=seat.id if seat else None,
        author_name=name_of(actor, seat),
        group_letter=seat.group.letter if seat and seat.group else None,
        group_name=seat.group.name if seat and seat.group else None,
        decided_at=None,
        accepted_words=None,
        accepted_start=None,
        accepted_revision=None,
        held_at=now() if waits_for_review(actor, attribute.profile, seat) else None,
        hidden_at=None,
        hidden_reason=None,
        hidden_by=None,
    )
    stand_on(made, attribute.revision, anchor)
    refuse_flood(actor, made)
    db.session.add(made)
    db.session.flush()
    return made


def stand_on(suggestion: Suggestion, revision_number: int, anchor: Anchor) -> None:
    suggestion.revision_number = revision_number
    suggestion.quote, suggestion.start = anchor.quote, anchor.start
    suggestion.before, suggestion.after = anchor.before, anchor.after


def refuse_when_off(actor: Actor, attribute: Attribute) -> None:
    sentence = why_not(actor, attribute.profile)
    if sentence is not None:
        raise Conflict(sentence)
    if attribute.dropped_at is not None:
        raise Conflict(_("This attribute was dropped, so it takes no suggestions."))


def refuse_flood(actor: Actor, made: Suggestion) -> None:
    lately = made_lately(person_id=actor.person_id, participant_id=made.participant_id)
    if lately >= MOST_AT_ONCE:
        raise TooMany(
            _(
                "You made %(number)s suggestions in %(minutes)s minutes. "
                "Wait a little before you make more; your words are kept here.",
                number=lately,
                minutes=FOR_MINUTES,
            )
        )


def quoted(
    attribute: Attribute, field: str, quote: str, before: str = "", after: str = "", hint: int = 0
) -> Anchor:
    """The passage as it stands in the newest revision; refused when the text does not say it."""
    said = words_in(attribute, field)
    if field == "name":
        return on_newest(attribute, field, anchor_at(said, 0, len(said)))
    if not quote.strip():
        if said:
            raise Refusal(_("Say which words you would replace."), field="quote")
        return anchor_at(said, 0, 0)
    found = anchor_in(said, clean_text(quote), before, after, hint)
    if found is None:
        raise Refusal(
            _(
                "The description does not say this, or not any more. "
                "Copy the words from the text above."
            ),
            field="quote",
        )
    return on_newest(attribute, field, found)


def on_newest(attribute: Attribute, field: str, anchor: Anchor) -> Anchor:
    """The same passage in the newest revision.

    Words that were only just typed are kept as a revision first, so that the suggestion can say
    which text it speaks about; others need no revision for that.
    """
    newest = revision_of(attribute, attribute.revision)
    said = words_in(attribute, field)
    if newest is not None:
        moved = move_anchor(anchor, said, words_in(newest, field))
        if moved.fate == Fate.SAME and anchor.quote:
            return moved.anchor
        if words_in(newest, field) == said:
            return anchor
    hold(attribute.profile, attribute)
    moved = move_anchor(anchor, said, words_in(attribute, field))
    if moved.fate != Fate.SAME:
        raise Conflict(
            _("These words are being changed at this moment. Look at the text, then try again."),
            field="quote",
        )
    return moved.anchor


def wanted_words(attribute: Attribute, field: str, anchor: Anchor, words: str) -> str:
    """The suggested words, cleaned; refused when nothing would change or it would not fit."""
    if field == "name":
        wanted = clean_name(words, field="wording")
    else:
        wanted = clean_text(words)
        if len(wanted) > WORDS_LIMIT:
            raise TooLarge(
                _("Use at most %(limit)s characters for a suggestion.", limit=WORDS_LIMIT),
                field="wording",
            )
        clean_prose(splice(attribute.statement, anchor, wanted), field="wording")
    if wanted == anchor.quote:
        raise Refusal(_("These are the words that stand there now. Change them."), field="wording")
    return wanted


def about(kind: type[E], suggestion: Suggestion) -> E:
    return kind(
        profile_id=suggestion.profile_id,
        attribute_id=suggestion.attribute_id,
        convening_id=suggestion.convening_id,
        suggestion_id=suggestion.id,
    )


def lock(suggestion: Suggestion) -> None:
    """Read it as it is now and keep it so until the commit."""
    db.session.flush()
    db.session.refresh(suggestion, with_for_update=True)


# ------------------------------------------------------------------ marks


def set_mark(actor: Actor, suggestion: Suggestion, stance: str | None) -> None:
    """Support it, keep the words as they are, or take either back (None); one mark each."""
    if stance is not None and stance not in STANCES:
        raise Unreadable(_("Choose to support it or to keep the words."))
    refuse_when_off(actor, suggestion.attribute)
    if is_own(actor, suggestion):
        raise Conflict(_("You made this suggestion, so we know that you support it."))
    lock(suggestion)  # two taps at once on PostgreSQL wait here for each other
    refuse_unless_open(suggestion)
    seat = suggesting_seat(actor, suggestion.profile_id)
    person_id, seat_id = actor.person_id, seat.id if seat else None
    mark = mark_of(suggestion.id, person_id=person_id, participant_id=seat_id)
    if mark is not None and stance is None:
        db.session.delete(mark)
    elif mark is not None and stance is not None:
        mark.stance = stance
    elif stance is not None:
        db.session.add(
            SuggestionMark(
                suggestion_id=suggestion.id,
                person_id=None if seat else person_id,
                participant_id=seat_id,
                stance=stance,
            )
        )
    db.session.flush()
    publish(about(SuggestionMarked, suggestion))


def refuse_unless_open(suggestion: Suggestion) -> None:
    if suggestion.is_hidden:
        raise Conflict(_("This suggestion was hidden."))
    if suggestion.is_held:
        raise Conflict(_("This suggestion waits for review."))
    if not suggestion.is_open:
        raise Conflict(_("This suggestion is settled already."))


# ------------------------------------------------------------------ its author's changes


def withdraw(suggestion: Suggestion) -> None:
    """Its author takes it back; it stays in the record as withdrawn."""
    lock(suggestion)
    if not suggestion.is_held:
        refuse_unless_open(suggestion)
    suggestion.state = "withdrawn"
    suggestion.decided_at = now()
    db.session.flush()
    publish(about(SuggestionChanged, suggestion))


def rebase(suggestion: Suggestion, *, quote: str, words: str, hint: int = 0) -> None:
    """Put it onto the words of today. Other words than before have to win support anew."""
    attribute = suggestion.attribute
    if attribute.dropped_at is not None:
        raise Conflict(_("This attribute was dropped, so it takes no suggestions."))
    lock(suggestion)
    refuse_unless_open(suggestion)
    anchor = quoted(attribute, suggestion.field, quote, suggestion.before, suggestion.after, hint)
    wanted = wanted_words(attribute, suggestion.field, anchor, words)
    if wanted != suggestion.words:
        drop_marks(suggestion.id)
    suggestion.words = wanted
    stand_on(suggestion, attribute.revision, anchor)
    db.session.flush()
    publish(about(SuggestionChanged, suggestion))


def drop_marks(suggestion_id: uuid.UUID) -> None:
    """Nobody supported these words."""
    if marks_on([suggestion_id]):
        for mark in db.session.query(SuggestionMark).filter_by(suggestion_id=suggestion_id):
            db.session.delete(mark)


# ------------------------------------------------------------------ rules and moderation


def hide_suggestion(suggestion: Suggestion, *, reason: str, hidden_by: str) -> None:
    """Take its words off every page; the reason stands in their place."""
    reason = clean_line(reason)
    if not reason:
        raise Refusal(
            _("Say why. Everybody reads the reason in place of the words."), field="reason"
        )
    suggestion.hidden_at = suggestion.hidden_at or now()
    suggestion.hidden_reason, suggestion.hidden_by = reason, hidden_by
    suggestion.held_at = None
    db.session.flush()
    publish(about(SuggestionChanged, suggestion))


def show_suggestion(suggestion: Suggestion) -> None:
    """Put a hidden suggestion's words back."""
    suggestion.hidden_at = suggestion.hidden_reason = suggestion.hidden_by = None
    db.session.flush()
    publish(about(SuggestionChanged, suggestion))


def release_suggestion(suggestion: Suggestion) -> None:
    """A moderator looked at it: everybody reads it now."""
    lock(suggestion)
    if suggestion.is_held:
        suggestion.held_at = None
        db.session.flush()
        publish(about(SuggestionMade, suggestion))


def set_rules(profile_id: uuid.UUID, *, in_open_rounds: bool) -> None:
    rules = db.session.get(SuggestionRules, profile_id)
    if rules is None:
        rules = SuggestionRules(profile_id=profile_id)
        db.session.add(rules)
    rules.in_open_rounds = in_open_rounds
    db.session.flush()
