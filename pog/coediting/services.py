"""Every change to a shared text: opening it, taking updates in, keeping revisions of it.

Its row is locked before anything is read that a change depends on, and after the profile's row
where both are needed, so that nobody waits in a circle.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pog.coediting.documents import Document, first_update
from pog.coediting.events import TextChanged
from pog.coediting.judging import Judge
from pog.coediting.log import Log, Standing
from pog.coediting.messages import Malformed
from pog.coediting.models import CoeditedText
from pog.coediting.queries import quiet_since
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _, _l
from pog.core.markup import clean_text
from pog.core.work import publish
from pog.profiles.authors import Author
from pog.profiles.events import AttributesTyped
from pog.profiles.models import Attribute, Profile, Revision
from pog.profiles.queries import revision_of
from pog.profiles.recording import clean_name, clean_prose, hold, record, refuse_namesake

NAMES_SHOWN = 3
QUIET_FOR = timedelta(seconds=20)
"""After so long a pause what was typed is a revision."""


class TextUnreadable(Refusal):
    """What is stored of a text cannot be put together: an error there, never an empty text."""

    status = 503


def log() -> Log:
    """The log within the present unit of work."""
    db.session.flush()
    return Log.of(db.session.connection())


def open_text(attribute: Attribute) -> None:
    """Make sure the attribute has a shared text; the first to ask makes it from the statement."""
    if is_open(attribute.id):
        return
    hold(attribute.profile, attribute)
    if attribute.dropped_at is not None:
        raise NotFound(_l("This attribute was dropped, so its text is not open any more."))
    begin(attribute.id, attribute.statement)


def is_open(attribute_id: uuid.UUID) -> bool:
    return (
        db.session.scalar(
            select(CoeditedText.number).where(CoeditedText.attribute_id == attribute_id)
        )
        is not None
    )


def begin(attribute_id: uuid.UUID, statement: str) -> Standing:
    """The text as it begins, stored as update number 1; the profile is held."""
    insert = (
        postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    )
    db.session.execute(
        insert(CoeditedText).values(attribute_id=attribute_id).on_conflict_do_nothing()
    )
    standing = locked(attribute_id)
    if standing.number == 0:
        log().append(standing, [first_update(statement)])
        mark(attribute_id, shown_number=standing.number, cut_number=standing.number)
    return standing


def read_or_imagine(attribute: Attribute) -> tuple[int, list[bytes]]:
    """The stored updates; of a text nobody has opened, the one it will begin with."""
    number, updates = log().read(attribute.id)
    return (number, updates) if number else (1, [first_update(attribute.statement)])


def locked(attribute_id: uuid.UUID) -> Standing:
    standing = log().lock(attribute_id)
    if standing is None:
        raise NotFound(_l("Nobody has opened this text yet."))
    return standing


def mark(attribute_id: uuid.UUID, **values: Any) -> None:
    db.session.execute(
        update(CoeditedText)
        .where(CoeditedText.attribute_id == attribute_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def read_document(attribute_id: uuid.UUID) -> tuple[int, Document]:
    """The text as it is stored, and the number of its newest update."""
    number, updates = log().read(attribute_id)
    try:
        return number, Document(updates)
    except Malformed as error:
        raise TextUnreadable(
            _l("This text cannot be opened just now. What was typed in it is still stored.")
        ) from error


def add_update(attribute: Attribute, body: bytes, author: Author) -> int:
    """Store an update that came by an ordinary request; raises `Refused` like a socket's."""
    hold(attribute.profile)
    open_text(attribute)
    if attribute.id in quiet_since(now() - QUIET_FOR):
        keep_typing(attribute)
    standing = locked(attribute.id)
    number, updates = log().read(attribute.id)
    made = Judge(number, updates).take(body)
    if made:
        log().append(standing, [made], [typist(author)])
        show_together([words_of(attribute.id)])
        db.session.expire(attribute)
        tell(attribute, standing)
    return standing.number


def typist(author: Author) -> dict[str, Any]:
    """Who typed, as the row of the text keeps it."""
    return {
        "name": author.name,
        "person": str(author.person_id) if author.person_id else None,
        "seat": str(author.participant_id) if author.participant_id else None,
    }


def tell(attribute: Attribute, standing: Standing) -> None:
    publish(
        TextChanged(
            profile_id=attribute.profile_id, attribute_id=attribute.id, number=standing.number
        )
    )


# ------------------------------------------------------------------ what readers see


Said = tuple[int, str]
"""The number of the newest update in a text, and what it says with it."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a text says, as readers get it."""

    attribute_id: uuid.UUID
    number: int
    text: str
    html: str


def words_of(attribute_id: uuid.UUID, said: Said | None = None) -> Words:
    """The words for readers; who has the text open knows what it says."""
    if said is None:
        number, document = read_document(attribute_id)
        said = number, document.text
    return Words(attribute_id, said[0], *clean_prose(said[1], field="statement"))


_HOLD = (
    select(Profile.id)
    .where(
        Profile.id.in_(
            select(Attribute.profile_id).where(Attribute.id.in_(bindparam("keys", expanding=True)))
        )
    )
    .order_by(Profile.id)
    .with_for_update()
)
_SHOWN = (
    select(
        CoeditedText.attribute_id,
        CoeditedText.shown_number,
        Attribute.profile_id,
        Attribute.statement,
        Attribute.dropped_at,
    )
    .join(Attribute, Attribute.id == CoeditedText.attribute_id)
    .where(Attribute.id.in_(bindparam("keys", expanding=True)))
    .order_by(Attribute.id)
)
_texts, _attributes = cast("Table", CoeditedText.__table__), cast("Table", Attribute.__table__)
_SHOW = _texts.update().where(_texts.c.attribute_id == bindparam("key"))
_SAY = _attributes.update().where(_attributes.c.id == bindparam("key"))


def show_together(made: Sequence[Words]) -> None:
    """Give readers these words, unless they have newer ones already, before there is a revision.

    In a few statements, however many they are: it happens every second, and who types waits.
    """
    words = {one.attribute_id: one for one in made}
    db.session.execute(_HOLD, {"keys": list(words)}).all()
    typed: dict[uuid.UUID, list[uuid.UUID]] = {}
    shown, said = [], []
    for key, number, profile_id, statement, dropped_at in db.session.execute(
        _SHOWN, {"keys": list(words)}
    ):
        one = words[key]
        if number >= one.number:
            continue
        shown.append({"key": key, "shown_number": one.number})
        if dropped_at is None and one.text != statement:
            said.append({"key": key, "statement": one.text, "statement_html": one.html})
            typed.setdefault(profile_id, []).append(key)
    if shown:
        db.session.execute(_SHOW, shown)
    if said:
        db.session.execute(_SAY, said)
    for profile_id, keys in typed.items():
        publish(AttributesTyped(profile_id=profile_id, attribute_ids=tuple(keys)))


# ------------------------------------------------------------------ revisions


def keep_typing(attribute: Attribute) -> Revision | None:
    """Cut a revision of what was typed since the newest one, with all who typed it.

    Called before anything else changes or freezes the words.
    """
    if not has_news(attribute.id):
        return None
    hold(attribute.profile)
    db.session.refresh(attribute)
    standing = locked(attribute.id)
    if standing.cut_number == standing.number:
        return None
    authors = [written_by(one) for one in standing.typists]
    take_in(attribute, standing)
    newest = revision_of(attribute, attribute.revision)
    if newest is not None and newest.statement == attribute.statement:
        return None
    return record(
        attribute,
        "reworded",
        together(authors),
        contributors=[author.name for author in authors],
    )


def has_news(attribute_id: uuid.UUID) -> bool:
    return (
        db.session.scalar(
            select(CoeditedText.number).where(
                CoeditedText.attribute_id == attribute_id,
                CoeditedText.number > CoeditedText.cut_number,
            )
        )
        is not None
    )


def take_in(attribute: Attribute, standing: Standing) -> None:
    """Make the statement what the shared text says, and what was stored of it small."""
    _number, document = read_document(attribute.id)
    text, html = clean_prose(document.text, field="statement")
    attribute.statement, attribute.statement_html = text, html
    db.session.flush()
    if standing.number > standing.snapshot_number:
        log().compact(standing, document.since())
    mark(attribute.id, shown_number=standing.number, cut_number=standing.number, typists=[])


def written_by(one: dict[str, Any]) -> Author:
    return Author(
        name=one["name"],
        person_id=uuid.UUID(one["person"]) if one["person"] else None,
        participant_id=uuid.UUID(one["seat"]) if one["seat"] else None,
    )


def together(authors: Sequence[Author]) -> Author:
    """Several writers as one author: the first names, and that there are more."""
    if not authors:
        return Author(name=str(_("Several people")))
    names = ", ".join(author.name for author in authors[:NAMES_SHOWN])
    if len(authors) > NAMES_SHOWN:
        names += " …"
    first = authors[0]
    return Author(name=names, person_id=first.person_id, participant_id=first.participant_id)


def cut_revision(attribute_id: uuid.UUID) -> Revision | None:
    """Keep what was typed in a text that has become quiet."""
    attribute = db.session.get(Attribute, attribute_id)
    if attribute is None:
        return None
    before = attribute.revision
    hold(attribute.profile, attribute)  # which keeps what was typed (pog/coediting/listeners.py)
    return None if attribute.revision == before else revision_of(attribute, attribute.revision)


def keep_version(
    attribute: Attribute, *, name: str | None = None, reason: str = "", author: Author
) -> Revision | None:
    """Cut a revision now, under the name of who asks, with all who typed it beside it."""
    hold(attribute.profile)
    db.session.refresh(attribute)
    if attribute.dropped_at is not None:
        raise Conflict(_("“%(name)s” was dropped meanwhile.", name=attribute.name))
    open_text(attribute)
    standing = locked(attribute.id)
    typists = [one["name"] for one in standing.typists]
    take_in(attribute, standing)
    if name is not None:
        wanted = clean_name(name)
        refuse_namesake(attribute.profile, wanted, attribute)
        attribute.name = wanted
    newest = revision_of(attribute, attribute.revision)
    if newest is not None and (newest.name, newest.statement) == (
        attribute.name,
        attribute.statement,
    ):
        return None
    return record(attribute, "reworded", author, reason, contributors=typists)


def take_words(attribute: Attribute, before: str) -> None:
    """Words came from elsewhere (a form, a revision restored): they enter as an edit of the text.

    In the same transaction, so that no editor ever shows what was not kept. A text nobody has
    opened begins with the words of before: somebody may have read it so without opening it.
    """
    standing = log().lock(attribute.id) or begin(attribute.id, before)
    _number, document = read_document(attribute.id)
    if clean_text(document.text) != attribute.statement:
        made = document.replace(attribute.statement)
        log().append(standing, [made])
        tell(attribute, standing)
    mark(attribute.id, shown_number=standing.number, cut_number=standing.number, typists=[])
