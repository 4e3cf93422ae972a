"""The live parts of pages, and which facts change them: two tables.

A region is a piece of a page that is replaced while people look at it: the element
`<div id="region-agenda">` written by one part template. To make a piece of your page live:

1. Put it into a part `templates/<feature>/_<name>.html` whose root element has the id
   `region-<name>`, and include the part in the page. Nothing in it may depend on who is looking,
   and no form control may stand in it: the same bytes go to everybody. A sentence in
   `data-announce` on the root is read out to people who do not see the screen.
2. Add one line to `add_regions` below: name, kind of topic, template, and a function that takes the
   key of the topic's thing and returns what the template needs (None: nothing to show any more).
   `attribute-{id}` is a family, one region for each attribute; its function takes the key of the
   attribute as well.
3. Add the region's name to what each fact changes; a new fact gets a function there.
4. Put `{{ live(["convening:" ~ convening.id]) }}` on the page once
   (`{% from "shared/live.html" import live %}`).

A region inside another one is brought by the outer one: facts that change it change both.

What only the viewer may see stays outside and is fetched again when a region moves: the page tells
`live-<name>` on its body, so `hx-get="..." hx-trigger="live-now from:body"` does it. On pages that
a whole hall has open take `live-<name>-later`: it comes at some moment of the next two seconds, and
only when the region's `data-state` is another one.
"""

from pog.alignments.coverage import coverage_context
from pog.alignments.events import AlignmentChanged
from pog.ballots import queries as ballots
from pog.ballots.events import (
    BallotClosed,
    BallotEvent,
    BallotOpened,
    BallotPrepared,
    BallotRevealed,
    VoteCast,
)
from pog.clusters.events import ClustersEvent
from pog.clusters.queries import desk_region, stage_region
from pog.comments.events import CommentEvent, QueueChanged
from pog.comments.passages import marked_view
from pog.comments.queries import comment_view, list_view, subject_list_view
from pog.comments.queue import desk_queue_view
from pog.convenings.events import (
    ActivityStarted,
    ConveningChanged,
    ConveningClosed,
    ConveningEvent,
    ParticipantChanged,
    ParticipantJoined,
    SummonsChanged,
    SummonsFollowed,
    TimerChanged,
)
from pog.convenings.queries import (
    agenda_view,
    code_view,
    follow_view,
    missing_view,
    names_view,
    now_view,
    people_view,
    room_view,
    summons_view,
    timer_view,
    wall_view,
)
from pog.live.registry import Changes, Region, add_regions, changes
from pog.notes import reading as notes
from pog.notes.events import NoteAdded, NoteChanged, NotesEvent, NotesRevealed, NoteStarred
from pog.profiles.cards import attribute_context, attributes_context
from pog.profiles.events import AttributeChanged, AttributesTyped, ProfileChanged
from pog.suggestions import showing as suggestions
from pog.suggestions.events import SuggestionEvent
from pog.tables.events import CardEntered, SheetKept, TableChanged
from pog.tables.queries import sheets_view

add_regions(
    Region("now", "convening", "convenings/_now.html", now_view),
    Region("agenda", "convening", "convenings/_agenda.html", agenda_view),
    Region("timer", "convening", "convenings/_timer.html", timer_view),
    Region("room", "convening", "convenings/_room.html", room_view),
    Region("follow", "convening", "convenings/_follow.html", follow_view),
    Region("summons", "convening", "convenings/_summons.html", summons_view),
    Region("code", "convening", "convenings/_code.html", code_view),
    Region("wall", "convening", "convenings/_wall.html", wall_view),
    Region("missing", "desk", "convenings/_missing.html", missing_view),
    Region("people", "desk", "convenings/_people.html", people_view),
    Region("called", "desk", "convenings/_called.html", summons_view),
    Region("attribute-names", "profile", "convenings/_attribute_names.html", names_view),
    Region("attributes", "profile", "profiles/_attributes.html", attributes_context),
    Region("attribute-{id}", "profile", "profiles/_attribute.html", attribute_context),
    Region("attribute-now-{id}", "profile", "profiles/_attribute_now.html", attribute_context),
    Region("coverage", "profile", "alignments/_coverage.html", coverage_context),
    Region("gaps", "profile", "alignments/_gaps.html", coverage_context),
    Region("comments", "profile", "comments/_list.html", list_view),
    Region("comments-{id}", "profile", "comments/_list.html", subject_list_view),
    Region("comment-{id}", "profile", "comments/_comment.html", comment_view),
    Region("marked-{id}", "profile", "comments/_marked.html", marked_view),
    Region("comment-queue", "desk", "comments/_queue_sign.html", desk_queue_view),
    Region("suggestions", "profile", "suggestions/_desk.html", suggestions.desk_view),
    Region("suggestions-{id}", "profile", "suggestions/_list.html", suggestions.list_view),
    Region("suggestions-at-{id}", "profile", "suggestions/_beside.html", suggestions.beside_view),
    Region("suggestion-{id}", "profile", "suggestions/_one.html", suggestions.one_view),
    Region("theme-notes", "convening", "clusters/_unsorted.html", desk_region),
    Region("themes", "convening", "clusters/_themes.html", desk_region),
    Region("themes-now", "convening", "clusters/_now.html", desk_region),
    Region("themes-wall", "convening", "clusters/_screen.html", desk_region),
    Region("themes-stage", "convening", "clusters/_stage.html", stage_region),
    Region("ballots", "convening", "ballots/_list.html", ballots.list_view),
    Region("ballot-{id}", "convening", "ballots/_status.html", ballots.status_view),
    Region("ballot-result-{id}", "convening", "ballots/_result.html", ballots.result_view),
    Region("ballot-wall-{id}", "convening", "ballots/_screen.html", ballots.wall_view),
    Region("ballot-stage", "convening", "ballots/_stage.html", ballots.stage_view),
    Region("ballot-turnout-{id}", "desk", "ballots/_turnout.html", ballots.turnout_view),
    Region("ballot-remarks-{id}", "desk", "ballots/_remarks.html", ballots.remarks_view),
    Region("absent", "desk", "ballots/_absent.html", ballots.absent_view),
    Region("ballot-tables-{id}", "desk", "tables/_sheets.html", sheets_view),
    Region("collect", "convening", "notes/_collect.html", notes.collect_view),
    Region("shown", "convening", "notes/_shown.html", notes.shown_view),
    Region("notes-stage", "convening", "notes/_stage.html", notes.stage_view),
    Region("collecting", "desk", "notes/_desk.html", notes.desk_view),
)


ROOM = ("now", "agenda", "timer", "room", "follow", "wall", "ballot-stage", "themes-stage")
DESK = ("missing", "people", "absent")
NOTES = ("collect", "shown", "notes-stage")


@changes(ConveningChanged)
@changes(ConveningClosed)
def convening(event: ConveningEvent) -> Changes:
    key = event.convening_id
    return {f"convening:{key}": (*ROOM, *NOTES, "code"), f"desk:{key}": (*DESK, "collecting")}


@changes(ActivityStarted)
def room_moved(event: ActivityStarted) -> Changes:
    key = event.convening_id
    return {f"convening:{key}": (*ROOM, *NOTES), f"desk:{key}": (*DESK, "collecting")}


@changes(TimerChanged)
def clock(event: TimerChanged) -> Changes:
    return {f"convening:{event.convening_id}": ("timer",)}


@changes(ParticipantJoined)
@changes(ParticipantChanged)
def seat(event: ConveningEvent) -> Changes:
    key = event.convening_id
    names = ("room", "wall", "collect", "notes-stage")
    return {f"convening:{key}": names, f"desk:{key}": (*DESK, "collecting")}


@changes(SummonsChanged)
@changes(SummonsFollowed)
def summons(event: ConveningEvent) -> Changes:
    return {
        f"convening:{event.convening_id}": ("summons",),
        f"desk:{event.convening_id}": ("called",),
    }


@changes(ProfileChanged)
def profile(event: ProfileChanged) -> Changes:
    names = ("attributes", "attribute-names", "coverage", "gaps", f"marked-{event.profile_id}")
    return {f"profile:{event.profile_id}": names}


@changes(AttributeChanged)
def attribute(event: AttributeChanged) -> Changes:
    key = event.attribute_id
    names = (
        "attributes",
        "attribute-names",
        f"attribute-{key}",
        f"attribute-now-{key}",
        f"marked-{key}",
        "coverage",
        *suggested_for(key),
        "gaps",
    )
    return {f"profile:{event.profile_id}": names}


def suggested_for(attribute_id: object) -> tuple[str, ...]:
    """Where suggestions stand among the words, and what is left of those they quote."""
    return (f"suggestions-{attribute_id}", f"suggestions-at-{attribute_id}")


@changes(AttributesTyped)
def typed(event: AttributesTyped) -> Changes:
    """Every second while people type: only the attributes themselves, not their lists."""
    names: list[str] = []
    for key in event.attribute_ids:
        names += (f"attribute-{key}", f"attribute-now-{key}", f"marked-{key}")
        names += suggested_for(key)
    return {f"profile:{event.profile_id}": tuple(names)}


@changes(CommentEvent)
def comment(event: CommentEvent) -> Changes:
    """Lists of attributes show how many comments each has; the desk, which groups wrote some."""
    names = ["comments", "attributes", f"comment-{event.parent_id or event.comment_id}"]
    about = [key for key in (event.attribute_id, event.subject_id) if key is not None]
    names += [f"comments-{key}" for key in about]
    names += [f"marked-{key}" for key in about or [event.profile_id]]
    found: dict[str, tuple[str, ...]] = {f"profile:{event.profile_id}": tuple(names)}
    if event.convening_id is not None:
        found[f"desk:{event.convening_id}"] = ("missing",)
    return found


@changes(QueueChanged)
def queue(event: QueueChanged) -> Changes:
    """For the desk alone: what waits is nobody else's business."""
    if event.convening_id is None:
        return {}
    return {f"desk:{event.convening_id}": ("comment-queue",)}


@changes(SuggestionEvent)
def suggestion(event: SuggestionEvent) -> Changes:
    names = (
        "suggestions",
        "attributes",
        f"suggestion-{event.suggestion_id}",
        *suggested_for(event.attribute_id),
    )
    found: dict[str, tuple[str, ...]] = {f"profile:{event.profile_id}": names}
    if event.convening_id is not None:
        found[f"desk:{event.convening_id}"] = ("missing",)
    return found


@changes(AlignmentChanged)
def alignment(event: AlignmentChanged) -> Changes:
    return {f"profile:{event.profile_id}": ("coverage", "gaps", "attributes")}


THEMES = ("theme-notes", "themes", "themes-now", "themes-wall", "themes-stage")


@changes(ClustersEvent)
@changes(NotesEvent)
def themes(event: ClustersEvent | NotesEvent) -> Changes:
    """A note that is added or hidden stands at the theme desk, too; its stars come with a move."""
    if isinstance(event, NoteStarred):
        return {}
    return {f"convening:{event.convening_id}": THEMES}


@changes(BallotPrepared)
@changes(BallotOpened)
@changes(BallotClosed)
@changes(BallotRevealed)
def ballot(event: BallotEvent) -> Changes:
    key = event.ballot_id
    names = (f"ballot-{key}", f"ballot-result-{key}", f"ballot-wall-{key}")
    return {
        f"convening:{event.convening_id}": ("ballots", "now", "ballot-stage", *names),
        f"desk:{event.convening_id}": (*ballot_on_desk(key), "missing"),
    }


@changes(VoteCast)
def vote(event: BallotEvent) -> Changes:
    key = event.ballot_id
    names = (f"ballot-{key}", f"ballot-wall-{key}", "ballot-stage")
    return {
        f"convening:{event.convening_id}": names,
        f"desk:{event.convening_id}": (f"ballot-turnout-{key}", "missing"),
    }


@changes(NoteAdded)
def note(event: NotesEvent) -> Changes:
    """Numbers everywhere; after the reveal also the newest words, which stand among them."""
    key = event.convening_id
    return {
        f"convening:{key}": ("collect", "notes-stage"),
        f"desk:{key}": ("collecting", "missing"),
    }


@changes(NoteChanged)
def note_changed(event: NoteChanged) -> Changes:
    """Whoever reads the notes fetches them again, but only when they could read this one."""
    key = event.convening_id
    names = ("collect", "notes-stage", "shown") if event.shown else ("collect", "notes-stage")
    return {f"convening:{key}": names, f"desk:{key}": ("collecting", "missing")}


@changes(NoteStarred)
def stars(event: NotesEvent) -> Changes:
    key = event.convening_id
    return {f"convening:{key}": ("collect", "notes-stage"), f"desk:{key}": ("collecting",)}


@changes(NotesRevealed)
def notes_revealed(event: NotesEvent) -> Changes:
    key = event.convening_id
    return {f"convening:{key}": ("collect", "shown", "notes-stage"), f"desk:{key}": ("collecting",)}


def ballot_on_desk(key: object) -> tuple[str, ...]:
    return (f"ballot-turnout-{key}", f"ballot-remarks-{key}", f"ballot-tables-{key}")


@changes(TableChanged)
def table(event: TableChanged) -> Changes:
    """Everybody at a table is in the room."""
    key = event.convening_id
    return {f"convening:{key}": ("room", "wall"), f"desk:{key}": DESK}


@changes(CardEntered)
@changes(SheetKept)
def sheet(event: CardEntered | SheetKept) -> Changes:
    return {f"desk:{event.convening_id}": ballot_on_desk(event.ballot_id)}
