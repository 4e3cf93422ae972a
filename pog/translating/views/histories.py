"""Who translated what, and when."""

from flask import request
from flask.typing import ResponseReturnValue

from pog.core.i18n import name_of
from pog.profiles.lineage import spans
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.translating.forms import number_in
from pog.translating.queries import recent_translations, states_before
from pog.translating.views.blueprint import blueprint, refuse_other
from pog.translating.wording import FIELD_WORDS
from pog.web.doors import needs
from pog.web.pages import page

ROWS = 30


@blueprint.get("/profiles/<uuid:profile_id>/translations/<language>/history")
@needs(VIEW_PROFILE)
def history(profile: Profile, language: str) -> ResponseReturnValue:
    refuse_other(profile, language)
    number = max(1, number_in(request.args.get("page", "")))
    found = recent_translations(profile, language, start=(number - 1) * ROWS, limit=ROWS + 1)
    rows = found[:ROWS]
    before = states_before(rows)
    return page(
        "translating/history.html",
        profile=profile,
        language=language,
        language_name=name_of(language),
        rows=[
            (row, spans(before[row.id].text if row.id in before else "", row.text)) for row in rows
        ],
        number=number,
        more=len(found) > ROWS,
        field_words=FIELD_WORDS,
    )
