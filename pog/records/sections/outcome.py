"""What was decided, what happens next, and how people hear back."""

from collections.abc import Iterator

from pog.core.i18n import _l
from pog.core.markup import plain_text
from pog.records.sections.interface import Asked, Content, Section, Sheet


def gather(asked: Asked) -> Content | None:
    convening = asked.convening
    steps = [
        {
            "what": step.what,
            "owner": step.owner,
            "due_on": step.due_on,
            "done_at": step.done_at,
            "changed_at": step.changed_at,
            "changed_by": step.changed_by if asked.with_names else "",
        }
        for step in convening.next_steps
    ]
    if not (convening.outcome or convening.follow_up or steps):
        return None
    return {
        "decided": plain_text(convening.outcome),
        "next_steps": steps,
        "follow_up": plain_text(convening.follow_up),
    }


def sheets(content: Content) -> Iterator[Sheet]:
    yield Sheet(
        name="Outcome",
        head=["Field", "Value"],
        rows=[("Decided", content["decided"]), ("How people hear back", content["follow_up"])],
        widths=(22, 90),
    )
    yield Sheet(
        name="Next steps",
        head=["What", "Who", "Until", "Done", "Last changed", "By"],
        rows=[
            (
                one["what"],
                one["owner"],
                str(one["due_on"] or ""),
                one["done_at"],
                one["changed_at"],
                one["changed_by"],
            )
            for one in content["next_steps"]
        ],
        widths=(60, 30, 14, 18, 18, 20),
    )


SECTION = Section(
    name="outcome",
    title=_l("What was decided, and what happens next"),
    icon="flag",
    template="records/_outcome.html",
    gather=gather,
    sheets=sheets,
    fields={
        "decided": "The outcome in the facilitators' words.",
        "next_steps[].what": "What will be done.",
        "next_steps[].owner": "Who does it, in words.",
        "next_steps[].due_on": "Until which day; null without one.",
        "next_steps[].done_at": "When it was ticked off; null while it is open.",
        "next_steps[].changed_at": "When the line was changed last.",
        "next_steps[].changed_by": "By whom; empty unless names were chosen.",
        "follow_up": "How and when people hear back.",
    },
)
