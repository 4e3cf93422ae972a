"""Moving something on a line that loses answers: one press is one step."""

from sqlalchemy import select

from pog.core.database import db
from pog.profiles.models import Attribute
from tests.browsing import HTMX


def test_a_move_that_is_repeated_moves_once_and_says_so(cast, as_person, app):
    ana = as_person(cast.ana)

    def order():
        with app.app_context():
            rows = select(Attribute).filter_by(profile_id=cast.profile.id)
            return list(db.session.scalars(rows.order_by(Attribute.position)))

    first, second, third = (one.name for one in order())
    path = f"/attributes/{order()[0].id}/down"
    page = f"/profiles/{cast.profile.id}/arrange"
    headers = {**HTMX, "HX-Current-URL": f"http://localhost{page}"}
    for _ in range(2):
        answer = ana.post(path, data={"idempotency_key": "k"}, headers=headers)
    assert [one.name for one in order()] == [second, first, third]
    assert answer.headers["HX-Redirect"] == page
    assert first in ana.get(page).text.split('id="notices"')[1].split("</div>")[0]
