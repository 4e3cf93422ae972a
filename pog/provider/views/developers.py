"""The page that tells developers what they can read here."""

from flask.typing import ResponseReturnValue

from pog.provider.answering import ANSWERS
from pog.provider.listing import documents
from pog.provider.views.blueprint import base_url, blueprint
from pog.web.doors import public
from pog.web.pages import page


@blueprint.get("/developers")
@public
def developers() -> ResponseReturnValue:
    published = documents(base_url(), "1.1")
    return page(
        "provider/developers.html",
        base_url=base_url(),
        example=published[0] if published else None,
        total=len(published),
        names=["CFPackages", "CFDocuments", *ANSWERS],
    )
