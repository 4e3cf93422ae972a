"""Numbers in addresses: what no database keeps leads nowhere."""

import pytest

from tests.factories import make_ballot, make_table

TOO_LARGE = 10**22


@pytest.fixture
def addresses(cast, work):
    with work():
        table, ballot = make_table(cast.convening), make_ballot(cast.convening)
    return [
        ("get", f"/convenings/{cast.convening.id}/cards/{TOO_LARGE}.pdf"),
        ("post", f"/convenings/{cast.convening.id}/cards/{TOO_LARGE}/void"),
        ("post", f"/tables/{table.id}/ballots/{ballot.id}/cards/{TOO_LARGE}/void"),
        ("get", f"/p/riverbend/editions/{TOO_LARGE}"),
    ]


def test_a_number_beyond_every_count_is_nowhere(cast, as_person, addresses):
    ana = as_person(cast.ana)
    answers = [getattr(ana, method)(address).status_code for method, address in addresses]
    assert answers == [404] * 4
