"""The themes the notes were sorted into, and the attribute each became."""

from collections.abc import Iterator

from sqlalchemy import select

from pog.clusters.queries import clusters_of
from pog.core.database import db
from pog.core.i18n import _l
from pog.profiles.models import Attribute
from pog.records.sections.interface import Asked, Content, Section, Sheet


def gather(asked: Asked) -> Content | None:
    views = clusters_of(asked.convening.id)
    if not views:
        return None
    wanted = [view.cluster.attribute_id for view in views if view.cluster.attribute_id]
    rows = db.session.execute(select(Attribute.id, Attribute.name).where(Attribute.id.in_(wanted)))
    names = {attribute_id: name for attribute_id, name in rows}
    return {
        "clusters": [
            {
                "number": view.cluster.number,
                "name": view.cluster.name,
                "attribute_id": str(view.cluster.attribute_id or "") or None,
                "attribute": names.get(view.cluster.attribute_id)
                if view.cluster.attribute_id
                else None,
                "notes": [
                    {"text": note.text, "group": note.group_name or ""} for note in view.shown
                ],
            }
            for view in views
        ]
    }


def sheets(content: Content) -> Iterator[Sheet]:
    yield Sheet(
        name="Themes",
        head=["Number", "Theme", "Became attribute", "Note", "Group"],
        rows=[
            (one["number"], one["name"], one["attribute"] or "", note["text"], note["group"])
            for one in content["clusters"]
            for note in one["notes"] or [{"text": "", "group": ""}]
        ],
        widths=(9, 32, 32, 80, 24),
    )


SECTION = Section(
    name="clusters",
    title=_l("Themes we found"),
    icon="map",
    template="records/_clusters.html",
    gather=gather,
    sheets=sheets,
    fields={
        "clusters[].number": "Its number on the theme desk.",
        "clusters[].name": "Its name.",
        "clusters[].attribute_id": "The attribute it became; null when it did not.",
        "clusters[].attribute": "That attribute's name of today.",
        "clusters[].notes[].text": "A note in it.",
        "clusters[].notes[].group": "The group the note came from.",
    },
)
