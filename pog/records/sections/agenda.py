"""What was done, in which order, how often and when."""

from collections.abc import Iterator

from pog.convenings.phases import PHASES
from pog.core.i18n import _l
from pog.records.sections.interface import Asked, Content, Section, Sheet


def gather(asked: Asked) -> Content | None:
    steps = [
        {
            "number": number,
            "kind": activity.kind,
            "_kind_words": PHASES[activity.kind].name,
            "_icon": PHASES[activity.kind].icon,
            "title": activity.title,
            "prompt": activity.prompt,
            "minutes": activity.minutes,
            "rounds": activity.round,
            "opened_at": activity.opened_at,
        }
        for number, activity in enumerate(asked.convening.activities, start=1)
    ]
    return {"steps": steps} if steps else None


def sheets(content: Content) -> Iterator[Sheet]:
    yield Sheet(
        name="Agenda",
        head=["Number", "Kind", "Title", "Prompt", "Minutes planned", "Rounds", "Last opened"],
        rows=[
            (
                one["number"],
                one["kind"],
                one["title"],
                one["prompt"],
                one["minutes"],
                one["rounds"],
                one["opened_at"],
            )
            for one in content["steps"]
        ],
        widths=(9, 14, 36, 70, 14, 10, 18),
    )


SECTION = Section(
    name="agenda",
    title=_l("What we did"),
    icon="list",
    template="records/_agenda.html",
    gather=gather,
    sheets=sheets,
    fields={
        "steps[].number": "Place on the agenda.",
        "steps[].kind": "What the group did: wait, read, collect, cluster, draft, comment, vote, "
        "align or reflect.",
        "steps[].title": "Its title.",
        "steps[].prompt": "What stood on the wall.",
        "steps[].minutes": "Minutes planned; null without a plan.",
        "steps[].rounds": "How often it was opened; 0 when it never was.",
        "steps[].opened_at": "When it was opened last.",
    },
)
