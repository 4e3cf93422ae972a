"""Full texts an organization loads itself, where the library may hold names only."""

import uuid
from collections.abc import Collection

from sqlalchemy import select

from pog.core.database import db
from pog.frameworks.models import Competency, OwnText, OwnTextSheet


def text_for(competency: Competency, organization_ids: Collection[uuid.UUID]) -> str:
    """The full text as members of these organizations may read it; empty when there is none.

    An own text comes before the library's. It is for their pages only: no file carries it.
    """
    own = db.session.scalar(
        select(OwnText.text)
        .join(OwnTextSheet, OwnTextSheet.id == OwnText.sheet_id)
        .where(
            OwnText.competency_id == competency.id,
            OwnTextSheet.organization_id.in_(organization_ids),
            OwnTextSheet.ended_at.is_(None),
        )
        .limit(1)
    )
    text = own or competency.statement or ""
    return "" if text == competency.name else text
