"""The table of what is published under which identifier."""

import uuid

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pog.core.database import Model
from pog.frameworks.models import Framework
from pog.profiles.models import Edition


class PublishedThing(Model):
    """The newest edition, or the framework, in which an identifier is published.

    Written when something is published: documents, items, associations and definitions have
    identifiers of their own, and many have no row anywhere else.
    """

    __tablename__ = "published_things"
    identifier: Mapped[uuid.UUID] = mapped_column(Uuid(), primary_key=True)
    kind: Mapped[str]
    """What CASE calls it: CFDocument, CFItem, CFAssociation, CFItemType and so on."""
    edition_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("editions.id", ondelete="CASCADE"), index=True
    )
    framework_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("frameworks.id", ondelete="CASCADE"), index=True
    )

    edition: Mapped[Edition | None] = relationship()
    framework: Mapped[Framework | None] = relationship()
