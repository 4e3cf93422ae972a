"""Plays the worked example through the product's own services, as if people had been there."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from pog.accounts.models import Person
from pog.accounts.services import create_person, start_sign_in
from pog.alignments.endorsing import endorse_alignment
from pog.alignments.services import align
from pog.ballots.models import Ballot
from pog.ballots.services import (
    Choice,
    close_ballot,
    new_round,
    open_ballot,
    prepare_ballot,
    reveal_ballot,
)
from pog.ballots.terms import Terms
from pog.ballots.voting import cast_vote
from pog.clusters.desks import Mover
from pog.clusters.services import make_cluster
from pog.comments.answering import answer_comment
from pog.comments.models import Comment
from pog.comments.moderating import hide_comment
from pog.comments.passages import Quoted
from pog.comments.services import post_comment, set_agreement
from pog.convenings.joining import join, seat_person
from pog.convenings.models import Activity, Convening, Participant
from pog.convenings.presets import ActivityPreset
from pog.convenings.running import start_activity
from pog.convenings.services import create_convening
from pog.core.clock import fixed, now
from pog.core.database import db
from pog.core.identity import Actor
from pog.frameworks.models import Competency
from pog.library.models import LibraryEntry
from pog.notes.models import Note
from pog.notes.services import add_note, give_stars, reveal_notes
from pog.organizations.models import Organization
from pog.organizations.services import create_organization
from pog.profiles.arranging import create_grouping
from pog.profiles.authors import Author
from pog.profiles.cloning import clone_edition
from pog.profiles.models import Attribute, Profile
from pog.profiles.revising import add_attribute, edit_attribute
from pog.profiles.services import change_settings
from pog.seeding.published import seed_uuid
from pog.seeding.worked_example import (
    ExampleActivity,
    ExampleBallot,
    ExampleComment,
    ExampleDisposition,
    ExampleRevision,
    WorkedExample,
)
from pog.suggestions.deciding import accept, decline
from pog.suggestions.services import set_mark, suggest
from pog.translating.queries import beside, newest_translations
from pog.translating.services import Typed, save_translations
from pog.translating.texts import texts_of

SPANISH = "es"
BEGAN = timedelta(hours=2, minutes=20)
"""How long ago the convening started, so that the page shows a morning's work."""
STEP = timedelta(seconds=50)
"""Between one deed and the next."""


def replay(example: WorkedExample, *, password: str) -> Convening:
    """Make the organization, its profile and its convening, and do all that people did in it."""
    return Replay(example).play(password)


class Replay:
    """What has been made so far, by the names the example uses."""

    def __init__(self, example: WorkedExample) -> None:
        self.example = example
        self.clock: datetime = now() - BEGAN
        self.actors: dict[str, Actor] = {}
        self.seats: dict[str, Participant] = {}
        self.attributes: dict[str, Attribute] = {}
        self.revisions: dict[str, int] = {}
        self.ballots: dict[str, Ballot] = {}
        self.answers: list[tuple[Comment, ExampleDisposition]] = []

    def play(self, password: str) -> Convening:
        with fixed(self.clock):
            self.set_up(password)
            self.invite()
        for activity, wanted in zip(
            self.convening.activities, self.example.activities, strict=True
        ):
            if wanted.state == "to_come":
                break
            self.perform(activity, wanted)
        self.answer()
        self.translate()
        return self.convening

    def translate(self) -> None:
        """The facilitator translates what the library has not, or not as the room now says it."""
        said = {one.of: one.text for one in self.example.translations}
        texts = list(texts_of(self.profile))
        typed = {
            line.text.key: Typed(words=said[line.text.original], number=line.number)
            for line in beside(texts, newest_translations(self.profile, SPANISH))
            if line.text.original in said
        }
        author = Author(name=self.facilitator.name, person_id=self.facilitator.id)
        with fixed(self.tick()):
            save_translations(self.profile, SPANISH, texts, typed, author=author)

    def tick(self) -> datetime:
        self.clock = min(self.clock + STEP, now())
        return self.clock

    def set_up(self, password: str) -> None:
        example = self.example
        said = example.organization
        facilitator = create_person(
            email=example.facilitator.email, name=example.facilitator.name, password=password
        )
        organization = create_organization(
            name=said.name, level=said.level, slug=said.slug, founder=facilitator
        )
        self.facilitator = facilitator
        self.profile = self.clone(organization, facilitator)
        self.convening = create_convening(
            self.profile,
            title=example.convening.title,
            purpose=example.convening.purpose,
            rules=example.convening.rules,
            place=example.convening.place,
            starts_at=self.clock,
            language=example.convening.language,
            facilitator=facilitator,
            groups=[(group.name, group.target) for group in example.groups],
            agenda=[
                ActivityPreset(
                    kind=one.kind, title=one.title, prompt=one.prompt, minutes=one.minutes
                )
                for one in example.activities
            ],
        )
        for group, wanted in zip(self.convening.groups, example.groups, strict=True):
            group.letter = wanted.letter

    def clone(self, organization: Organization, facilitator: Person) -> Profile:
        said = self.example.profile
        entry = db.session.get_one(LibraryEntry, said.clone_of)
        author = Author(name=facilitator.name, person_id=facilitator.id)
        profile = clone_edition(entry.edition, organization, author, title=said.title)
        change_settings(
            profile,
            title=said.title,
            label=said.label,
            state="drafting",
            language="en",
            core_statement=said.core_statement,
            context_note=said.context_note,
            usage_rules=profile.usage_rules,
            purposes=said.purposes,
        )
        profile.slug = said.slug
        db.session.flush()
        db.session.refresh(profile)
        self.attributes = {attribute.name: attribute for attribute in profile.attributes}
        return profile

    def invite(self) -> None:
        groups = {group.letter: group for group in self.convening.groups}
        name = self.example.facilitator.name
        self.actors[name] = Actor(person_id=self.facilitator.id)
        self.seats[name] = seat_person(self.convening, self.facilitator, role="facilitator")
        for wanted in self.example.participants:
            sign_in, _token = start_sign_in(None)
            actor = Actor(sign_in_id=sign_in.id)
            self.actors[wanted.nickname] = actor
            self.seats[wanted.nickname] = join(
                self.convening,
                actor,
                group=groups[wanted.group] if wanted.group else None,
                nickname=wanted.nickname,
            )

    def perform(self, activity: Activity, wanted: ExampleActivity) -> None:
        """Open the activity and do what was done during it, in the order of the file."""
        with fixed(self.tick()):
            start_activity(activity)
        self.forget()
        self.collect(activity, wanted)
        for revision in self.example.revisions:
            if revision.during == wanted.key:
                self.revise(revision)
        for comment in self.example.comments:
            if comment.during == wanted.key:
                self.comment(comment)
        self.suggest(wanted)
        for ballot in self.example.ballots:
            if ballot.during == wanted.key:
                self.vote(activity, ballot)
        if wanted.kind == "align":
            self.align()
        self.clock = max(self.clock, now() - BEGAN + self.share_of_time(wanted))

    def share_of_time(self, until: ExampleActivity) -> timedelta:
        """How far into the morning the activity ends."""
        played = [one for one in self.example.activities if one.state != "to_come"]
        whole = sum(one.minutes for one in played)
        so_far = sum(one.minutes for one in played[: played.index(until) + 1])
        return BEGAN * so_far / whole

    def forget(self) -> None:
        """Actors remember what they may do; the room has moved on."""
        for actor in self.actors.values():
            actor.known.clear()

    def author(self, name: str) -> Author:
        seat = self.seats[name]
        shown = name if seat.group is None else f"{name} ({seat.group.name})"
        return Author(name=shown, person_id=seat.person_id, participant_id=seat.id)

    def collect(self, activity: Activity, wanted: ExampleActivity) -> None:
        """Everybody writes alone; then the notes are shown and get their stars."""
        written = []
        for note in self.example.notes:
            if note.during == wanted.key:
                with fixed(self.tick()):
                    written.append((add_note(activity, self.seats[note.by], text=note.text), note))
        if not written:
            return
        with fixed(self.tick()):
            reveal_notes(activity, revealed_by=self.example.facilitator.name)
        for stored, note in written:
            for given in note.stars:
                with fixed(self.clock):
                    give_stars(stored, self.seats[given.by], given.stars)
        self.sort_notes(wanted, {note.text: stored for stored, note in written})

    def sort_notes(self, wanted: ExampleActivity, notes: Mapping[str, Note]) -> None:
        """The facilitator puts notes that say much the same into themes."""
        seat = self.seats[self.example.facilitator.name]
        mover = Mover(name=seat.nickname, participant_id=seat.id)
        for theme in self.example.themes:
            if theme.during == wanted.key:
                with fixed(self.tick()):
                    seen = {notes[text].id: None for text in theme.notes}
                    make_cluster(self.convening, mover, name=theme.name, seen=seen)

    def revise(self, wanted: ExampleRevision) -> None:
        author = self.author(wanted.by)
        with fixed(self.tick()):
            if wanted.change == "add":
                grouping = None
                if wanted.grouping is not None:
                    known = {one.name: one for one in self.profile.groupings}
                    grouping = known.get(wanted.grouping) or create_grouping(
                        self.profile, name=wanted.grouping
                    )
                self.attributes[wanted.attribute] = add_attribute(
                    self.profile,
                    name=wanted.attribute,
                    statement=wanted.statement or "",
                    grouping=grouping,
                    reason=wanted.reason,
                    author=author,
                )
            else:
                attribute = self.attributes[wanted.attribute]
                edit_attribute(
                    attribute,
                    base_revision=attribute.revision,
                    name=wanted.name or attribute.name,
                    statement=wanted.statement or attribute.statement,
                    reason=wanted.reason,
                    author=author,
                )
        self.revisions[wanted.key] = self.attributes[wanted.attribute].revision

    def comment(self, wanted: ExampleComment) -> None:
        attribute = self.attributes[wanted.about] if wanted.about else None
        with fixed(self.tick()):
            comment = post_comment(
                self.actors[wanted.by],
                self.profile,
                body=wanted.text,
                attribute=attribute,
                stance=wanted.stance,
                quoted=Quoted(quote=wanted.quote) if wanted.quote else None,
            )
        for name in wanted.agreed_by:
            set_agreement(self.actors[name], comment, wanted=True)
        for reply in wanted.replies:
            with fixed(self.tick()):
                post_comment(
                    self.actors[reply.by],
                    self.profile,
                    body=reply.text,
                    attribute=attribute,
                    parent=comment,
                )
        if wanted.disposition is not None:
            self.answers.append((comment, wanted.disposition))
        if wanted.hidden is not None:
            with fixed(self.tick()):
                name = self.example.facilitator.name
                hide_comment(comment, reason=wanted.hidden, hidden_by=name)

    def suggest(self, activity: ExampleActivity) -> None:
        """Others' words, who supports them, and what the facilitator decides when all are there."""
        made = []
        for wanted in self.example.suggestions:
            if wanted.during != activity.key:
                continue
            with fixed(self.tick()):
                suggestion = suggest(
                    self.actors[wanted.by],
                    self.attributes[wanted.about],
                    quote=wanted.quote,
                    words=wanted.words,
                    reason=wanted.reason,
                )
                for stance, names in (("support", wanted.supported_by), ("keep", wanted.kept_by)):
                    for name in names:
                        set_mark(self.actors[name], suggestion, stance)
            made.append((suggestion, wanted))
        editor = self.author(self.example.facilitator.name)
        # Declined first: what is accepted changes the words others quote.
        for suggestion, wanted in sorted(made, key=lambda one: one[1].state != "declined"):
            with fixed(self.tick()):
                if wanted.state == "declined":
                    decline(
                        suggestion,
                        reason=wanted.decision,
                        as_minority=wanted.minority,
                        editor=editor,
                    )
                elif wanted.state != "open":
                    accept(suggestion, words=wanted.entered, reason=wanted.decision, editor=editor)

    def answer(self) -> None:
        """The facilitator answers once everything is done that the answers speak of."""
        for comment, wanted in self.answers:
            with fixed(self.tick()):
                answer_comment(
                    comment,
                    answer=wanted.answer,
                    reason=wanted.reason,
                    revision_number=self.revisions.get(wanted.revision or ""),
                    answered_by=self.example.facilitator.name,
                    publish_now=True,
                )

    def vote(self, activity: Activity, wanted: ExampleBallot) -> None:
        with fixed(self.tick()):
            ballot = self.prepare(activity, wanted)
            open_ballot(ballot)
        self.ballots[wanted.key] = ballot
        options = {option.name: str(option.id) for option in ballot.options}
        for vote in wanted.votes:
            ranked = wanted.method == "irv"
            marks = {
                options[self.attributes[name].name]: place if ranked else 1
                for place, name in enumerate(vote.choices, start=1)
            }
            if vote.mark is not None:
                marks = dict.fromkeys(options.values(), vote.mark)
            with fixed(self.clock):
                cast_vote(ballot, self.seats[vote.by], marks, reason=vote.reason or "")
        if wanted.state == "closed":
            with fixed(self.tick()):
                close_ballot(ballot)
                reveal_ballot(ballot)

    def prepare(self, activity: Activity, wanted: ExampleBallot) -> Ballot:
        if wanted.previous is not None:
            ballot = new_round(self.ballots[wanted.previous])
            ballot.question = wanted.question
            return ballot
        return prepare_ballot(
            self.convening,
            question=wanted.question,
            method=wanted.method,
            choices=[Choice(attribute=self.attributes[name]) for name in wanted.options],
            settings={"limit": wanted.limit} if wanted.limit else {},
            activity=activity,
            terms=Terms(secret=wanted.secret),
        )

    def align(self) -> None:
        for wanted in self.example.alignments:
            framework = seed_uuid(f"framework/{wanted.framework}")
            competency = db.session.scalars(
                select(Competency).filter_by(framework_id=framework, code=wanted.code)
            ).one()
            with fixed(self.tick()):
                alignment = align(
                    self.attributes[wanted.attribute],
                    competency,
                    relation=wanted.relation,
                    reason=wanted.reason,
                    author=self.author(wanted.by),
                )
                if wanted.state == "endorsed":
                    endorse_alignment(alignment, author=self.author(self.example.facilitator.name))
