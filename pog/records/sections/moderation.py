"""What facilitators hid, released and kept, when and why; without words and without names."""

from collections.abc import Iterator

from sqlalchemy import select

from pog.comments.models import ModerationEntry
from pog.comments.moderating import ACTIONS
from pog.comments.wording import REPORT_WORDS
from pog.core.database import db
from pog.core.i18n import _l
from pog.records.sections.interface import Asked, Content, Section, Sheet


def gather(asked: Asked) -> Content | None:
    rows = db.session.scalars(
        select(ModerationEntry)
        .where(ModerationEntry.convening_id == asked.convening.id)
        .order_by(ModerationEntry.at, ModerationEntry.id)
    ).all()
    if not rows:
        return None
    return {"entries": [one_entry(asked, row) for row in rows]}


def one_entry(asked: Asked, row: ModerationEntry) -> dict[str, object]:
    """Who reported something is nobody's business; who decided is, by the organization's choice."""
    reported = row.action == "reported"
    by = row.by if asked.with_names and not reported else None
    reason = str(REPORT_WORDS.get(row.reason, row.reason)) if reported else row.reason
    return {"at": row.at, "action": row.action, "reason": reason or None, "by": by}


def sheets(content: Content) -> Iterator[Sheet]:
    yield Sheet(
        name="Moderation",
        head=["When", "What", "Why", "Who"],
        rows=[
            (one["at"], str(ACTIONS.get(one["action"], one["action"])), one["reason"] or "",
             one["by"] or "")
            for one in content["entries"]
        ],
        widths=(18, 30, 60, 24),
    )  # fmt: skip


SECTION = Section(
    name="moderation",
    title=_l("How comments were moderated"),
    icon="eye",
    template="records/_moderation.html",
    gather=gather,
    sheets=sheets,
    fields={
        "entries[].at": "When it was done.",
        "entries[].action": "hidden, shown, released, reported, kept, hold or no_hold.",
        "entries[].reason": "Why; null when no reason was asked for.",
        "entries[].by": "Who did it, if names were chosen; never who reported.",
    },
)
