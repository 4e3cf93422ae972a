"""The coverage map of a profile, and one sector or framework of it taken apart."""

from flask import request
from flask.typing import ResponseReturnValue

from pog.alignments.coverage import (
    Cell,
    Sheets,
    coverage_context,
    drill_into,
    reach_of,
    sheets_of,
    uncovered_in,
)
from pog.alignments.permissions import ALIGN_PROFILE, ENDORSE_IN_PROFILE, JUDGE_PROFILE
from pog.alignments.pictures import map_svg, png_of
from pog.alignments.views.blueprint import blueprint
from pog.alignments.views.picking import framework_in
from pog.alignments.wording import RELATION_WORDS, STRENGTH_WORDS
from pog.core.i18n import _
from pog.frameworks.licensing import rule_named
from pog.frameworks.models import SECTORS
from pog.frameworks.wording import SECTOR_WORDS
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.web.doors import actor, needs
from pog.web.downloads import Sheet, attached, csv_file, workbook
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


@blueprint.get("/profiles/<uuid:profile_id>/coverage/wall")
@needs(VIEW_PROFILE)
def coverage_wall(profile: Profile) -> ResponseReturnValue:
    """For the room: how far the map is, and the gaps by name."""
    context = coverage_context(profile.id)
    assert context is not None
    return page("alignments/wall.html", **context)


@blueprint.get("/profiles/<uuid:profile_id>/coverage.svg")
@needs(VIEW_PROFILE)
def coverage_svg(profile: Profile) -> ResponseReturnValue:
    return attached(picture_of(profile), f"{profile.title}-map.svg", "image/svg+xml")


@blueprint.get("/profiles/<uuid:profile_id>/coverage.png")
@needs(VIEW_PROFILE)
def coverage_png(profile: Profile) -> ResponseReturnValue:
    return attached(png_of(picture_of(profile)), f"{profile.title}-map.png", "image/png")


def picture_of(profile: Profile) -> str:
    context = coverage_context(profile.id)
    assert context is not None
    return map_svg(
        _("Coverage map of %(title)s", title=profile.title),
        [str(SECTOR_WORDS[sector]) for sector in context["columns"]],
        context["lines"],
        [(strength, str(STRENGTH_WORDS[strength])) for strength in (3, 2, 1, 0)],
    )


@blueprint.get("/profiles/<uuid:profile_id>/coverage.csv")
@needs(VIEW_PROFILE)
def coverage_csv(profile: Profile) -> ResponseReturnValue:
    name, head, rows = sector_sheet(sheets_of(profile.id))
    return csv_file(f"{profile.title}-{name}", head, rows)


@blueprint.get("/profiles/<uuid:profile_id>/coverage.xlsx")
@needs(VIEW_PROFILE)
def coverage_xlsx(profile: Profile) -> ResponseReturnValue:
    """By sector, by framework, and what nobody covers, as far as it may be passed on."""
    sheets = sheets_of(profile.id)
    frameworks = {one.id: one for one in sheets.frameworks}
    by_framework = (
        _("Frameworks"),
        [_("Attribute"), *(one.title for one in sheets.frameworks)],
        [[line.attribute.name, *map(in_words, line.cells)] for line in sheets.by_framework],
    )
    nobody = (
        _("Nobody covers"),
        [_("Framework"), _("Code"), _("Competency")],
        [
            [frameworks[one.framework_id].title, one.code or "", one.name]
            for one in uncovered_in(sheets)
            if rule_named(frameworks[one.framework_id].redistribution).names
        ],
    )
    return workbook(
        f"{profile.title}-map", profile.title, [sector_sheet(sheets), by_framework, nobody]
    )


def sector_sheet(sheets: Sheets) -> Sheet:
    words = [str(SECTOR_WORDS[sector]) for sector in sheets.sectors]
    rows = [
        [
            line.attribute.name,
            *map(in_words, line.cells),
            ", ".join(str(SECTOR_WORDS[sector]) for sector in line.missing),
        ]
        for line in sheets.by_sector
    ]
    return _("Map"), [_("Attribute"), *words, _("Gaps")], rows


def in_words(cell: Cell) -> str:
    """How many, and the strongest relation among them: "2, strong overlap"."""
    return f"{cell.count}, {RELATION_WORDS[cell.relation]}" if cell.relation else ""
