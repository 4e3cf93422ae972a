"""Making a cluster an attribute of the profile, which remembers the notes it grew out of."""

from sqlalchemy import select

from pog.clusters.desks import hold_desk, living, notes_in
from pog.clusters.events import ClusterPromoted
from pog.clusters.models import AttributeNote, Cluster
from pog.clusters.queries import can_be_sorted
from pog.core.database import db
from pog.core.i18n import _
from pog.core.work import publish
from pog.notes.models import Note
from pog.profiles.authors import Author
from pog.profiles.models import Attribute
from pog.profiles.services import add_attribute


def promote_cluster(
    cluster: Cluster, *, name: str, statement: str = "", author: Author
) -> tuple[Attribute, bool]:
    """Add an attribute with this name; whether it is new. A second time leads to the first one.

    Frozen clusters can be promoted, too: nothing about them changes.
    """
    convening = cluster.convening
    hold_desk(convening)
    db.session.refresh(cluster)
    if cluster.attribute_id is not None:
        return db.session.get_one(Attribute, cluster.attribute_id), False
    living(convening, cluster.id)
    attribute = add_attribute(
        convening.profile,
        name=name,
        statement=statement,
        reason=_("It grew out of the theme “%(theme)s”.", theme=cluster.name),
        author=author,
    )
    cluster.attribute_id = attribute.id
    remember_notes(cluster, attribute)
    db.session.flush()
    publish(
        ClusterPromoted(
            convening_id=convening.id, profile_id=convening.profile_id, attribute_id=attribute.id
        )
    )
    return attribute, True


def remember_notes(cluster: Cluster, attribute: Attribute) -> None:
    """Keep which notes it grew out of, whatever becomes of the cluster."""
    grown_from = db.session.scalars(
        select(Note.id).where(Note.id.in_(notes_in(cluster)), *can_be_sorted())
    )
    db.session.add_all(
        AttributeNote(attribute_id=attribute.id, note_id=note_id) for note_id in grown_from
    )
