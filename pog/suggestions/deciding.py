"""Accepting, partly accepting and declining suggestions, and undoing that.

An accepted suggestion enters like any edit: the profile is held, what people were typing becomes
a revision first, and the words go into the same shared text (pog/profiles/hooks.py).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from pog.ballots.models import Ballot, Option
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _
from pog.core.work import publish
from pog.profiles.anchoring import Fate, anchor_at, move_anchor
from pog.profiles.authors import Author
from pog.profiles.merging import Merge, merge
from pog.profiles.models import Edition, Revision
from pog.profiles.queries import revision_of
from pog.profiles.recording import clean_short, hold, record
from pog.profiles.revising import merge_line, reword
from pog.suggestions.events import SuggestionDecided
from pog.suggestions.models import REASON_LIMIT, Suggestion
from pog.suggestions.placing import splice
from pog.suggestions.queries import placed_now, words_in
from pog.suggestions.services import about, lock, refuse_unless_open, wanted_words


def accept(
    suggestion: Suggestion, *, words: str | None = None, reason: str = "", editor: Author
) -> Revision:
    """Make its words, or an editor's version of them, the attribute's; a revision names both."""
    attribute = suggestion.attribute
    hold(attribute.profile, attribute)
    lock(suggestion)
    refuse_unless_open(suggestion)
    if attribute.dropped_at is not None:
        raise Conflict(_("This attribute was dropped. Bring it back first."))
    placed = placed_now([suggestion])[0]
    if not placed.fits:
        raise Conflict(
            _(
                "It is based on revision %(number)s, and those words have changed since. "
                "Put it onto the new words first.",
                number=suggestion.revision_number,
            )
        )
    given = suggestion.words if words is None else words
    chosen = wanted_words(attribute, suggestion.field, placed.anchor, given)
    said = clean_short(reason, field="reason", limit=REASON_LIMIT)
    if suggestion.field == "name":
        reword(attribute, chosen, attribute.statement)
    else:
        reword(attribute, attribute.name, splice(placed.text, placed.anchor, chosen))
    revision = record(
        attribute,
        "reworded",
        editor,
        str(_("Suggested by %(name)s.", name=suggestion.label)),
        contributors=list(dict.fromkeys([suggestion.label, editor.name])),
    )
    suggestion.accepted_words = chosen
    suggestion.accepted_start = 0 if suggestion.field == "name" else placed.anchor.start
    suggestion.accepted_revision = revision.number
    settle(suggestion, "accepted" if chosen == suggestion.words else "partly", said, editor)
    return revision


def decline(
    suggestion: Suggestion, *, reason: str, as_minority: bool = False, editor: Author
) -> None:
    """Leave the words as they are, and say why; its supporters may be kept in the record."""
    lock(suggestion)
    refuse_unless_open(suggestion)
    said = clean_short(reason, field="reason", limit=REASON_LIMIT)
    if not said:
        raise Refusal(_("Say why, in a sentence. Its author reads it."), field="reason")
    suggestion.is_minority = as_minority
    settle(suggestion, "declined", said, editor)


def settle(suggestion: Suggestion, state: str, reason: str, editor: Author) -> None:
    suggestion.state = state
    suggestion.decision_reason = reason
    suggestion.decided_by = editor.name
    suggestion.decided_at = now()
    db.session.flush()
    publish(about(SuggestionDecided, suggestion))


def keep_as_minority(suggestion: Suggestion, *, wanted: bool) -> None:
    """Whether the record tells a declined suggestion as what a minority wanted."""
    lock(suggestion)
    if suggestion.state != "declined":
        raise Conflict(_("Only a declined suggestion is kept as a minority's words."))
    suggestion.is_minority = wanted
    db.session.flush()
    publish(about(SuggestionDecided, suggestion))


# ------------------------------------------------------------------ undoing


def undo(suggestion: Suggestion, *, editor: Author) -> None:
    """Open it again; words it brought into the text leave, what others changed elsewhere stays."""
    attribute = suggestion.attribute
    hold(attribute.profile, attribute)
    lock(suggestion)
    if suggestion.state == "declined":
        reopen(suggestion)
        return
    if suggestion.state not in ("accepted", "partly"):
        raise Conflict(_("There is nothing to undo: this suggestion is open."))
    sentence = why_not_undone(suggestion)
    if sentence is not None:
        raise Conflict(sentence)
    merged = without_it(suggestion)
    assert merged is not None  # asked just now, under the same lock
    assert merged.clean
    if suggestion.field == "name":
        reword(attribute, merged.text, attribute.statement)
    else:
        reword(attribute, attribute.name, merged.text)
    record(
        attribute,
        "reworded",
        editor,
        str(_("A suggestion by %(name)s was accepted; this is undone.", name=suggestion.label)),
    )
    reopen(suggestion)


def reopen(suggestion: Suggestion) -> None:
    suggestion.state = "open"
    suggestion.accepted_words = suggestion.accepted_start = None
    suggestion.accepted_revision = suggestion.decided_at = None
    suggestion.decision_reason = suggestion.decided_by = ""
    suggestion.is_minority = False
    db.session.flush()
    publish(about(SuggestionDecided, suggestion))


def why_not_undone(suggestion: Suggestion) -> str | None:
    """Why an acceptance cannot be undone any more, in one sentence; None when it can."""
    since = suggestion.decided_at
    if since is None or suggestion.accepted_revision is None:
        return str(_("There is nothing to undo."))
    if suggestion.attribute.dropped_at is not None:
        return str(_("This attribute was dropped, so this cannot be undone."))
    if was_voted_on(suggestion, since):
        return str(_("A ballot was opened on these words, so this cannot be undone."))
    edition = db.session.scalar(
        select(Edition.number)
        .where(Edition.profile_id == suggestion.profile_id, Edition.published_at >= since)
        .order_by(Edition.number)
        .limit(1)
    )
    if edition is not None:
        return str(
            _(
                "Edition %(number)s was published with these words, so this cannot be undone.",
                number=edition,
            )
        )
    changed_in = revision_that_changed_it(suggestion)
    if changed_in is not None:
        return str(
            _(
                "Revision %(number)s changed these words again, so this cannot be undone.",
                number=changed_in,
            )
        )
    merged = without_it(suggestion)
    if merged is None or not merged.clean:
        return str(_("These words were changed again since, so this cannot be undone."))
    return None


def was_voted_on(suggestion: Suggestion, since: datetime) -> bool:
    """Whether the room was asked about the attribute's words after they were accepted."""
    return (
        db.session.scalar(
            select(Ballot.id)
            .join(Option, Option.ballot_id == Ballot.id)
            .where(
                Option.attribute_id == suggestion.attribute_id,
                Ballot.opened_at >= since,
            )
            .limit(1)
        )
        is not None
    )


def revision_that_changed_it(suggestion: Suggestion) -> int | None:
    """The first later revision in which the accepted words are not the same any more."""
    anchor, text = None, ""
    for one in states_since(suggestion):
        said = words_in(one, suggestion.field)
        if anchor is None:
            words, start = suggestion.accepted_words or "", suggestion.accepted_start or 0
            anchor = anchor_at(said, start, start + len(words))
        else:
            moved = move_anchor(anchor, text, said)
            if moved.fate != Fate.SAME:
                return one.number
            anchor = moved.anchor
        text = said
    return None


def states_since(suggestion: Suggestion) -> Sequence[Revision]:
    """The revision that took it in, and all later ones."""
    return db.session.scalars(
        select(Revision)
        .where(
            Revision.attribute_id == suggestion.attribute_id,
            Revision.number >= (suggestion.accepted_revision or 0),
        )
        .order_by(Revision.number)
    ).all()


def without_it(suggestion: Suggestion) -> Merge | None:
    """Today's text with what it changed taken out again; with conflicts when that is not clear."""
    number = suggestion.accepted_revision or 0
    before, after = (revision_of(suggestion.attribute, one) for one in (number - 1, number))
    if before is None or after is None:
        return None
    old, new, now_said = (
        words_in(one, suggestion.field) for one in (before, after, suggestion.attribute)
    )
    if suggestion.field == "name":
        return merge_line(new, old, now_said)
    return merge(new, old, now_said)
