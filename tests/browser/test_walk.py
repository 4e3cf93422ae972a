"""The main job from sign-up to a published edition: four people at once on the real server.

What the screens show is compared with the database or with what the server sends. The steps lie in
tests/browser/walk/.
"""

import pytest

from tests.browser.walk.deciding import (
    choose_by_approval,
    fill_the_room,
    try_one_wording_by_fist_to_five,
)
from tests.browser.walk.hall import Hall
from tests.browser.walk.setting_up import (
    clone_south_carolina,
    compare_three_profiles,
    follow_without_being_trapped,
    join_by_phone,
    set_up_the_convening,
    show_the_code,
    sign_up_and_set_up_a_district,
)
from tests.browser.walk.taking_home import (
    align_to_three_sectors,
    export_everything,
    publish_for_everybody,
)
from tests.browser.walk.talking import (
    answer_a_comment,
    comment_while_others_comment,
    decide_a_conflict,
    draft_together,
    merge_two_edits,
)

pytestmark = pytest.mark.usefixtures("chromium")


@pytest.fixture
def hall(site, person):
    return Hall(
        site,
        ana=person("laptop"),
        # Both come to have the plain form alone.
        ben=person("phone", allow=("ERR_FAILED",)),
        # Refusals are answers, too: two texts at once, a reason left out.
        cleo=person("phone", allow=("status of 409", "status of 422", "ERR_FAILED")),
        wall=person("projector"),
    )


def test_from_sign_up_to_a_published_edition(hall, person):
    sign_up_and_set_up_a_district(hall)
    compare_three_profiles(hall)
    clone_south_carolina(hall)
    set_up_the_convening(hall)
    show_the_code(hall)
    join_by_phone(hall)
    follow_without_being_trapped(hall)
    draft_together(hall)
    merge_two_edits(hall)
    decide_a_conflict(hall)
    comment_while_others_comment(hall)
    answer_a_comment(hall)
    fill_the_room(hall)
    choose_by_approval(hall)
    try_one_wording_by_fist_to_five(hall)
    align_to_three_sectors(hall)
    export_everything(hall)
    publish_for_everybody(hall, person)
