"""Stakeholder groups and an agenda to start from, in the convening's language."""

from dataclasses import dataclass

from pog.core.i18n import _l


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPreset:
    """A group many convenings invite, and how many seats are a sensible start."""

    name: object
    seats: int
    chosen: bool = False
    """Ticked on a new convening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPreset:
    """One step of the default agenda."""

    kind: str
    title: object
    prompt: object
    minutes: int


GROUPS: tuple[GroupPreset, ...] = (
    GroupPreset(name=_l("Students"), seats=10, chosen=True),
    GroupPreset(name=_l("Families"), seats=8, chosen=True),
    GroupPreset(name=_l("Educators"), seats=8, chosen=True),
    GroupPreset(name=_l("School and district leaders"), seats=5, chosen=True),
    GroupPreset(name=_l("Higher education"), seats=5, chosen=True),
    GroupPreset(name=_l("Employers and chamber of commerce"), seats=6, chosen=True),
    GroupPreset(name=_l("Workforce boards"), seats=5),
    GroupPreset(name=_l("Legislators of both parties"), seats=5),
    GroupPreset(name=_l("State and local boards"), seats=5),
    GroupPreset(name=_l("Teachers' union"), seats=5),
    GroupPreset(name=_l("Community and faith organizations"), seats=6, chosen=True),
    GroupPreset(name=_l("Researchers"), seats=5),
    GroupPreset(name=_l("Groups historically left out"), seats=8),
)

WORDS_FOR_STUDENTS = ("student", "pupil", "learner", "estudiant", "alumno", "alumna")
"""In a group's name, in any case. Alumni are not among them, alumnado is."""

AGENDA: tuple[ActivityPreset, ...] = (
    ActivityPreset(
        kind="wait",
        title=_l("Arrive and join"),
        prompt=_l("Join with the code on the wall and pick the group you speak for today."),
        minutes=10,
    ),
    ActivityPreset(
        kind="read",
        title=_l("Read the draft"),
        prompt=_l("Read it on your own. Which attribute would you have needed at eighteen?"),
        minutes=10,
    ),
    ActivityPreset(
        kind="draft",
        title=_l("Make the words ours"),
        prompt=_l("Change only what we would say differently, and give a reason each time."),
        minutes=25,
    ),
    ActivityPreset(
        kind="comment",
        title=_l("Respond to the draft"),
        prompt=_l("Keep, change or concern? Read one comment before you write your own."),
        minutes=15,
    ),
    ActivityPreset(
        kind="vote",
        title=_l("Vote"),
        prompt=_l("Choose on your own. You can change your vote until the close."),
        minutes=10,
    ),
    ActivityPreset(
        kind="align",
        title=_l("Where does it meet the world?"),
        prompt=_l("Find what school, college or work already asks for, and say why it fits."),
        minutes=20,
    ),
    ActivityPreset(
        kind="reflect",
        title=_l("Look back"),
        prompt=_l("What did we settle, what is still open, and who was missing today?"),
        minutes=10,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPreset:
    """An open round many communities hold: how long, and its steps."""

    name: object
    detail: object
    days: int
    agenda: tuple[ActivityPreset, ...]


_READ = ActivityPreset(
    kind="read",
    title=_l("Read the draft"),
    prompt=_l("Which of these matters most for the young people you know?"),
    minutes=5,
)
_REFLECT = ActivityPreset(
    kind="reflect",
    title=_l("Look back"),
    prompt=_l("What did we not ask that we should have asked?"),
    minutes=5,
)
ROUNDS: dict[str, RoundPreset] = {
    "survey": RoundPreset(
        name=_l("Survey: 10 days"),
        detail=_l("People read, add ideas, say what they think, vote, and look back."),
        days=10,
        agenda=(
            _READ,
            ActivityPreset(
                kind="collect",
                title=_l("What is missing?"),
                prompt=_l("Write down what every graduate needs, one idea at a time."),
                minutes=5,
            ),
            ActivityPreset(
                kind="comment",
                title=_l("Say what you think"),
                prompt=_l("Keep, change or concern? Give one reason each time."),
                minutes=5,
            ),
            ActivityPreset(
                kind="vote",
                title=_l("Vote"),
                prompt=_l("Choose on your own. You can change your vote until the end."),
                minutes=5,
            ),
            _REFLECT,
        ),
    ),
    "comment": RoundPreset(
        name=_l("Public comment: 30 days"),
        detail=_l("People read the draft and comment on it. Each comment gets an answer."),
        days=30,
        agenda=(
            _READ,
            ActivityPreset(
                kind="comment",
                title=_l("Comment on the draft"),
                prompt=_l("Say what you would keep, what you would change, and why."),
                minutes=15,
            ),
            _REFLECT,
        ),
    ),
}
