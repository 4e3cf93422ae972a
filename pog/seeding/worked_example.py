"""Reads the worked example and checks that every name in it leads somewhere.

Attributes are called by the name they have in the cloned profile, or by the name they were added
with. To replay it, walk `activities` in order and for each one apply its notes, revisions,
comments, ballots and alignments, in that order and in the order of the file: then every name and
every frozen wording is what the people in it saw.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pog.alignments.models import RELATIONS
from pog.comments.models import ANSWERS, STANCES
from pog.convenings.phases import (
    ALIGNING,
    COLLECTING,
    COMMENTING,
    DRAFTING,
    PHASES,
    SUGGESTING,
    VOTING,
    opens,
)
from pog.core.errors import Unreadable
from pog.organizations.models import LEVELS
from pog.profiles.models import LABELS, PURPOSES
from pog.seeding.example_notes import ExampleNote, note_from
from pog.seeding.example_suggestions import ExampleSuggestion, suggestion_from
from pog.seeding.example_themes import ExampleTheme, theme_from
from pog.seeding.example_translations import ExampleTranslation, translation_from
from pog.seeding.fields import NOTE_LIMIT, STATEMENT_LIMIT, Fields
from pog.seeding.published import FrameworkSeed, ProfileSeed, read_frameworks, read_profiles

ACTIVITY_STATES = ("done", "now", "to_come")
CHANGES = ("reword", "rename", "add")
METHODS = ("approval", "fist_to_five", "irv", "motion")
HIGHEST_MARKS = {"fist_to_five": 5, "motion": 2}
"""Ways of voting that ask for one mark on one wording."""
NICKNAME_LIMIT = 40
MUST_EXPLAIN = 2
"""Whoever shows this many fingers or fewer says what would help; nobody else is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleOrganization:
    """The invented district."""

    slug: str
    name: str
    level: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleFacilitator:
    """The one person with an account."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleProfile:
    """What the district made of the profile it cloned; `clone_of` is a library id."""

    clone_of: str
    slug: str
    title: str
    label: str
    purposes: tuple[str, ...]
    core_statement: str
    context_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleConvening:
    """What is said about the gathering; purpose and rules are Markdown."""

    title: str
    purpose: str
    place: str
    language: str
    rules: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleGroup:
    """A stakeholder group with the seats it should have."""

    letter: str
    name: str
    target: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleActivity:
    """An item of the agenda; exactly one is `now`, everything before it is `done`."""

    key: str
    kind: str
    title: str
    prompt: str
    minutes: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleParticipant:
    """A seat; `group` is a letter, or None for who gave no group."""

    nickname: str
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRevision:
    """A change of one attribute.

    `reword` carries a statement, `rename` a name, `add` a statement and perhaps the name of a
    grouping, which may be new. `by` is a nickname or the facilitator's name.
    """

    key: str
    during: str
    attribute: str
    change: str
    by: str
    reason: str
    name: str | None
    statement: str | None
    grouping: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleReply:
    """An answer to a comment."""

    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleDisposition:
    """The published answer; `revision` is the key of the revision that did it."""

    answer: str
    reason: str
    revision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleComment:
    """A comment with its thread; `about` None speaks about the profile as a whole."""

    during: str
    by: str
    about: str | None
    stance: str | None
    text: str
    agreed_by: tuple[str, ...]
    replies: tuple[ExampleReply, ...]
    disposition: ExampleDisposition | None
    quote: str | None
    """The words of the statement it is about, as they were when it was written."""
    hidden: str | None
    """The reason it was hidden for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleVote:
    """One participant's vote: `choices` of approval, or a ranking in order; else the `mark`."""

    by: str
    choices: tuple[str, ...]
    mark: int | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleBallot:
    """A ballot about attributes; `previous` is the key of the round before it."""

    key: str
    during: str
    method: str
    question: str
    limit: int | None
    previous: str | None
    secret: bool
    options: tuple[str, ...]
    state: str
    votes: tuple[ExampleVote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleAlignment:
    """An attribute joined to a competency, with the reason somebody gave."""

    attribute: str
    framework: str
    code: str
    relation: str
    state: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExample:
    """A district half-way through its convening."""

    organization: ExampleOrganization
    facilitator: ExampleFacilitator
    profile: ExampleProfile
    convening: ExampleConvening
    groups: tuple[ExampleGroup, ...]
    activities: tuple[ExampleActivity, ...]
    participants: tuple[ExampleParticipant, ...]
    notes: tuple[ExampleNote, ...]
    themes: tuple[ExampleTheme, ...]
    revisions: tuple[ExampleRevision, ...]
    comments: tuple[ExampleComment, ...]
    suggestions: tuple[ExampleSuggestion, ...]
    ballots: tuple[ExampleBallot, ...]
    alignments: tuple[ExampleAlignment, ...]
    translations: tuple[ExampleTranslation, ...]
    """Into Spanish, by the facilitator, after everything else."""


def read_worked_example(
    path: Path,
    profiles: Iterable[ProfileSeed] | None = None,
    frameworks: Iterable[FrameworkSeed] | None = None,
) -> WorkedExample:
    """The worked example; without profiles and frameworks, those lying beside it are read."""
    fields = Fields.of_file(path)
    example = _example(fields)
    fields.finish()
    if profiles is None:
        profiles = read_profiles(path.parent / "profiles")
    if frameworks is None:
        frameworks = read_frameworks(path.parent / "frameworks")
    _Check(path.name, example, profiles, frameworks).everything()
    return example


def _example(fields: Fields) -> WorkedExample:
    return WorkedExample(
        organization=_organization(fields.part("organization")),
        facilitator=_facilitator(fields.part("facilitator")),
        profile=_profile(fields.part("profile")),
        convening=_convening(fields.part("convening")),
        groups=tuple(_group(part) for part in fields.parts("groups")),
        activities=tuple(_activity(part) for part in fields.parts("activities")),
        participants=tuple(_participant(part) for part in fields.parts("participants")),
        notes=tuple(note_from(part) for part in fields.parts("notes", optional=True)),
        themes=tuple(theme_from(part) for part in fields.parts("themes", optional=True)),
        revisions=tuple(_revision(part) for part in fields.parts("revisions")),
        comments=tuple(_comment(part) for part in fields.parts("comments")),
        suggestions=tuple(
            suggestion_from(part) for part in fields.parts("suggestions", optional=True)
        ),
        ballots=tuple(_ballot(part) for part in fields.parts("ballots")),
        alignments=tuple(_alignment(part) for part in fields.parts("alignments")),
        translations=tuple(
            translation_from(part) for part in fields.parts("translations", optional=True)
        ),
    )


def _organization(fields: Fields) -> ExampleOrganization:
    organization = ExampleOrganization(
        slug=fields.slug("slug"),
        name=fields.text("name"),
        level=fields.choice("level", LEVELS),
        state=fields.text("state", limit=2),
    )
    fields.finish()
    return organization


def _facilitator(fields: Fields) -> ExampleFacilitator:
    facilitator = ExampleFacilitator(name=fields.text("name"), email=fields.text("email"))
    fields.finish()
    return facilitator


def _profile(fields: Fields) -> ExampleProfile:
    profile = ExampleProfile(
        clone_of=fields.text("clone_of"),
        slug=fields.slug("slug"),
        title=fields.text("title"),
        label=fields.choice("label", LABELS),
        purposes=fields.texts("purposes"),
        core_statement=fields.text("core_statement", limit=STATEMENT_LIMIT),
        context_note=fields.text("context_note", limit=STATEMENT_LIMIT),
    )
    for purpose in profile.purposes:
        if purpose not in PURPOSES:
            fields.refuse("purposes", f"cannot hold “{purpose}”, only {', '.join(PURPOSES)}")
    fields.finish()
    return profile


def _convening(fields: Fields) -> ExampleConvening:
    convening = ExampleConvening(
        title=fields.text("title"),
        purpose=fields.text("purpose", limit=STATEMENT_LIMIT),
        place=fields.text("place"),
        language=fields.choice("language", ("en", "es")),
        rules=fields.text("rules", limit=STATEMENT_LIMIT),
    )
    fields.finish()
    return convening


def _group(fields: Fields) -> ExampleGroup:
    group = ExampleGroup(
        letter=fields.text("letter", limit=1),
        name=fields.text("name"),
        target=fields.number("target", lowest=0, highest=1_000),
    )
    fields.finish()
    return group


def _activity(fields: Fields) -> ExampleActivity:
    activity = ExampleActivity(
        key=fields.slug("key"),
        kind=fields.choice("kind", tuple(PHASES)),
        title=fields.text("title"),
        prompt=fields.text("prompt", limit=NOTE_LIMIT),
        minutes=fields.number("minutes", lowest=1, highest=600),
        state=fields.choice("state", ACTIVITY_STATES),
    )
    fields.finish()
    return activity


def _participant(fields: Fields) -> ExampleParticipant:
    participant = ExampleParticipant(
        nickname=fields.text("nickname", limit=NICKNAME_LIMIT),
        group=fields.optional_text("group", limit=1),
    )
    fields.finish()
    return participant


def _revision(fields: Fields) -> ExampleRevision:
    change = fields.choice("change", CHANGES)
    renames, adds = change == "rename", change == "add"
    revision = ExampleRevision(
        key=fields.slug("key"),
        during=fields.text("during"),
        attribute=fields.text("attribute"),
        change=change,
        by=fields.text("by"),
        reason=fields.text("reason", limit=NOTE_LIMIT),
        name=fields.text("name") if renames else None,
        statement=None if renames else fields.text("statement", limit=STATEMENT_LIMIT),
        grouping=fields.optional_text("grouping") if adds else None,
    )
    fields.finish()
    return revision


def _comment(fields: Fields) -> ExampleComment:
    comment = ExampleComment(
        during=fields.text("during"),
        by=fields.text("by"),
        about=fields.optional_text("about"),
        stance=fields.optional_choice("stance", STANCES),
        text=fields.text("text", limit=NOTE_LIMIT),
        agreed_by=fields.texts("agreed_by", optional=True),
        replies=tuple(_reply(part) for part in fields.parts("replies", optional=True)),
        disposition=_disposition(fields.part("disposition")) if "disposition" in fields else None,
        quote=fields.optional_text("quote", limit=NOTE_LIMIT),
        hidden=fields.optional_text("hidden", limit=NOTE_LIMIT),
    )
    fields.unique("agreed_by", (comment.by, *comment.agreed_by))
    fields.finish()
    return comment


def _reply(fields: Fields) -> ExampleReply:
    reply = ExampleReply(by=fields.text("by"), text=fields.text("text", limit=NOTE_LIMIT))
    fields.finish()
    return reply


def _disposition(fields: Fields) -> ExampleDisposition:
    disposition = ExampleDisposition(
        answer=fields.choice("answer", ANSWERS),
        reason=fields.text("reason", limit=NOTE_LIMIT),
        revision=fields.optional_text("revision"),
    )
    fields.finish()
    return disposition


def _ballot(fields: Fields) -> ExampleBallot:
    method = fields.choice("method", METHODS)
    one_by_one = method in HIGHEST_MARKS
    options = fields.texts("options")
    limit = None
    if method == "approval":
        limit = fields.number("limit", lowest=1, highest=len(options))
    ballot = ExampleBallot(
        key=fields.slug("key"),
        during=fields.text("during"),
        method=method,
        question=fields.text("question", limit=NOTE_LIMIT),
        limit=limit,
        previous=fields.optional_text("previous"),
        secret=fields.yes_no("secret", default=False),
        options=options,
        state=fields.choice("state", ("open", "closed")),
        votes=tuple(
            _marked(part, method) if one_by_one else _chosen(part, options, limit or len(options))
            for part in fields.parts("votes")
        ),
    )
    fields.unique("options", ballot.options)
    fields.unique("votes", (vote.by for vote in ballot.votes))
    if one_by_one and len(ballot.options) != 1:
        fields.refuse("options", "must be one wording for this way of voting")
    fields.finish()
    return ballot


def _chosen(fields: Fields, options: Collection[str], limit: int) -> ExampleVote:
    choices = fields.texts("choices")
    fields.unique("choices", choices)
    if len(choices) > limit:
        fields.refuse("choices", f"are {len(choices)}, and only {limit} are allowed")
    for choice in choices:
        if choice not in options:
            fields.refuse("choices", f"hold “{choice}”, which is not an option")
    vote = ExampleVote(by=fields.text("by"), choices=choices, mark=None, reason=None)
    fields.finish()
    return vote


def _marked(fields: Fields, method: str) -> ExampleVote:
    mark = fields.number("mark", lowest=0, highest=HIGHEST_MARKS[method])
    reason = fields.optional_text("reason", limit=NOTE_LIMIT)
    if method == "fist_to_five" and (reason is None) != (mark > MUST_EXPLAIN):
        fields.refuse("reason", f"is asked of whoever shows {MUST_EXPLAIN} or less, and only them")
    vote = ExampleVote(by=fields.text("by"), choices=(), mark=mark, reason=reason)
    fields.finish()
    return vote


def _alignment(fields: Fields) -> ExampleAlignment:
    alignment = ExampleAlignment(
        attribute=fields.text("attribute"),
        framework=fields.text("framework"),
        code=fields.text("code"),
        relation=fields.choice("relation", RELATIONS),
        state=fields.choice("state", ("proposed", "endorsed", "declined")),
        by=fields.text("by"),
        reason=fields.text("reason", limit=NOTE_LIMIT),
    )
    fields.finish()
    return alignment


class _Check:
    """Looks up every name the example mentions."""

    def __init__(
        self,
        file: str,
        example: WorkedExample,
        profiles: Iterable[ProfileSeed],
        frameworks: Iterable[FrameworkSeed],
    ) -> None:
        self.file = file
        self.example = example
        self.profiles = {profile.id: profile for profile in profiles}
        self.codes = {f.id: {c.code for c in f.competencies} for f in frameworks}
        self.activities = {activity.key: activity for activity in example.activities}
        self.seats = {participant.nickname for participant in example.participants}
        self.authors = self.seats | {example.facilitator.name}
        self.known_by_activity = self._attributes()

    def everything(self) -> None:
        self._names()
        self._agenda()
        self._people()
        self._notes()
        self._themes()
        self._revisions()
        self._comments()
        self._suggestions()
        self._ballots()
        self._alignments()
        self._translations()

    def _translations(self) -> None:
        said = self.example.profile
        known = {said.title, said.core_statement, said.context_note}
        for revision in self.example.revisions:
            known |= {revision.attribute, revision.name or "", revision.statement or ""}
            known.add(revision.grouping or "")
        for suggestion in self.example.suggestions:
            if suggestion.state in ("accepted", "partly"):
                entered = suggestion.entered or suggestion.words
                known |= {text.replace(suggestion.quote, entered) for text in known}
        for translation in self.example.translations:
            if translation.of not in known:
                self._refuse(f"translations hold “{translation.of}”, which nobody wrote")

    def _attributes(self) -> Mapping[str, set[str]]:
        """The attributes there are once an activity's revisions are made."""
        source = self.profiles.get(self.example.profile.clone_of)
        if source is None:
            self._refuse(f"profile.clone_of names no profile: “{self.example.profile.clone_of}”")
        if not source.complete:
            self._refuse(f"profile.clone_of names {source.id}, which is incomplete")
        names = {attribute.name for attribute in source.attributes}
        known: dict[str, set[str]] = {}
        for key in self.activities:
            for revision in self.example.revisions:
                if revision.during == key and revision.change == "add":
                    if revision.attribute in names:
                        self._refuse(f"revision {revision.key} adds “{revision.attribute}” again")
                    names.add(revision.attribute)
            known[key] = set(names)
        return known

    def _names(self) -> None:
        example = self.example
        for what, values in (
            ("groups", [group.letter for group in example.groups]),
            ("groups", [group.name for group in example.groups]),
            ("activities", [activity.key for activity in example.activities]),
            ("participants", [participant.nickname for participant in example.participants]),
            ("revisions", [revision.key for revision in example.revisions]),
            ("ballots", [ballot.key for ballot in example.ballots]),
            ("alignments", [f"{a.attribute}, {a.code}" for a in example.alignments]),
        ):
            for value in values:
                if values.count(value) > 1:
                    self._refuse(f"{what} hold “{value}” twice")

    def _agenda(self) -> None:
        states = [activity.state for activity in self.example.activities]
        if states.count("now") != 1 or states != sorted(states, key=ACTIVITY_STATES.index):
            self._refuse("activities must be done up to the one that is now, the rest to_come")

    def _people(self) -> None:
        letters = {group.letter for group in self.example.groups}
        for participant in self.example.participants:
            if participant.group is not None and participant.group not in letters:
                self._refuse(f"{participant.nickname} sits in no group “{participant.group}”")

    def _notes(self) -> None:
        for number, note in enumerate(self.example.notes, start=1):
            where = f"note {number}"
            self._happens(where, note.during, COLLECTING)
            self._seated(where, note.by, *(given.by for given in note.stars))

    def _themes(self) -> None:
        free = [(note.during, note.text) for note in self.example.notes]
        for theme in self.example.themes:
            for text in theme.notes:
                if (theme.during, text) not in free:
                    self._refuse(f"theme “{theme.name}” has no note “{text}” to take")
                free.remove((theme.during, text))

    def _revisions(self) -> None:
        for revision in self.example.revisions:
            where = f"revision {revision.key}"
            self._happens(where, revision.during, DRAFTING)
            self._written_by(where, revision.by)
            self._speaks_about(where, revision.during, revision.attribute)

    def _comments(self) -> None:
        revisions = {revision.key: revision for revision in self.example.revisions}
        for number, comment in enumerate(self.example.comments, start=1):
            where = f"comment {number}"
            self._happens(where, comment.during, COMMENTING)
            self._written_by(where, comment.by, *(reply.by for reply in comment.replies))
            self._seated(where, *comment.agreed_by)
            if comment.about is not None:
                self._speaks_about(where, comment.during, comment.about)
            if comment.disposition is None or comment.disposition.revision is None:
                continue
            done_by = revisions.get(comment.disposition.revision)
            if done_by is None or done_by.attribute != comment.about:
                self._refuse(f"{where} is answered by a revision of something else")

    def _suggestions(self) -> None:
        for number, suggestion in enumerate(self.example.suggestions, start=1):
            where = f"suggestion {number}"
            self._happens(where, suggestion.during, SUGGESTING)
            self._seated(where, suggestion.by, *suggestion.supported_by, *suggestion.kept_by)
            self._speaks_about(where, suggestion.during, suggestion.about)

    def _ballots(self) -> None:
        earlier: dict[str, ExampleBallot] = {}
        for ballot in self.example.ballots:
            where = f"ballot {ballot.key}"
            self._happens(where, ballot.during, VOTING)
            self._seated(where, *(vote.by for vote in ballot.votes))
            for option in ballot.options:
                self._speaks_about(where, ballot.during, option)
            if ballot.previous is not None:
                before = earlier.get(ballot.previous)
                if before is None or before.options != ballot.options:
                    self._refuse(f"{where} has no earlier round “{ballot.previous}”")
            if ballot.state == "open" and self.activities[ballot.during].state != "now":
                self._refuse(f"{where} is open although its activity is over")
            earlier[ballot.key] = ballot

    def _alignments(self) -> None:
        # Alignments name no activity: they belong to the one that opens aligning.
        aligning = [a.key for a in self.example.activities if opens(a.kind, ALIGNING)]
        if not aligning:
            self._refuse("activities hold none for aligning, but there are alignments")
        for number, alignment in enumerate(self.example.alignments, start=1):
            where = f"alignment {number}"
            self._written_by(where, alignment.by)
            self._speaks_about(where, aligning[0], alignment.attribute)
            if alignment.framework not in self.codes:
                self._refuse(f"{where} names no framework: “{alignment.framework}”")
            if alignment.code not in self.codes[alignment.framework]:
                self._refuse(f"{where}: {alignment.framework} has no “{alignment.code}”")

    def _happens(self, where: str, during: str, what: str) -> None:
        activity = self.activities.get(during)
        if activity is None or activity.state == "to_come":
            self._refuse(f"{where} happens during “{during}”, which is no activity up to now")
        if not opens(activity.kind, what):
            self._refuse(f"{where} happens during “{during}”, which does not open {what}")

    def _written_by(self, where: str, *authors: str) -> None:
        for author in authors:
            if author not in self.authors:
                self._refuse(f"{where} is by “{author}”, who is not there")

    def _seated(self, where: str, *nicknames: str) -> None:
        for nickname in nicknames:
            if nickname not in self.seats:
                self._refuse(f"{where} names “{nickname}”, who has no seat")

    def _speaks_about(self, where: str, during: str, attribute: str) -> None:
        if attribute not in self.known_by_activity[during]:
            self._refuse(f"{where} is about “{attribute}”, which is no attribute by then")

    def _refuse(self, problem: str) -> NoReturn:
        raise Unreadable(f"In {self.file}, {problem}.")
