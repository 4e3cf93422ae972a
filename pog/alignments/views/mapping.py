"""The coverage map of a profile, and one sector or framework of it taken apart."""

from flask import request
from flask.typing import ResponseReturnValue

from pog.alignments.coverage import coverage_context, drill_into, reach_of
from pog.alignments.permissions import ALIGN_PROFILE, ENDORSE_IN_PROFILE, JUDGE_PROFILE
from pog.alignments.views.blueprint import blueprint
from pog.alignments.views.picking import framework_in
from pog.frameworks.models import SECTORS
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.web.doors import actor, needs
from pog.web.pages import page


@blueprint.get("/profiles/<uuid:profile_id>/coverage")
@needs(VIEW_PROFILE)
def coverage(profile: Profile) -> ResponseReturnValue:
    """Attributes against sectors; ?sector= against its frameworks; ?framework= from its side."""
    context = coverage_context(profile.id)
    assert context is not None
    framework = framework_in(profile, request.args.get("framework"))
    sector = framework.sector if framework else request.args.get("sector", "")
    return page(
        "alignments/coverage.html",
        **context,
        sectors=SECTORS,
        drill=drill_into(profile, sector) if sector in SECTORS else None,
        framework=framework,
        reach=reach_of(profile, framework) if framework else None,
        may_align=ALIGN_PROFILE.allows(actor(), profile),
        may_endorse=ENDORSE_IN_PROFILE.allows(actor(), profile),
        may_judge=JUDGE_PROFILE.allows(actor(), profile),
    )
