"""What happened to one alignment, from the first line to the last."""

from flask.typing import ResponseReturnValue

from pog.alignments.models import Alignment
from pog.alignments.permissions import VIEW_ALIGNMENT
from pog.alignments.queries import history_of_one
from pog.alignments.views.blueprint import blueprint
from pog.alignments.views.listing import words
from pog.comments.queries import counts_about
from pog.web.doors import needs
from pog.web.pages import page


@blueprint.get("/alignments/<uuid:alignment_id>/history")
@needs(VIEW_ALIGNMENT)
def history(alignment: Alignment) -> ResponseReturnValue:
    """Each change with all that was said then, newest first."""
    return page(
        "alignments/history.html",
        alignment=alignment,
        attribute=alignment.attribute,
        profile=alignment.attribute.profile,
        comments=counts_about([alignment.id]).get(alignment.id, 0),
        lines=list(reversed(history_of_one(alignment))),
        **words(),
    )
