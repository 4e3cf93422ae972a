"""What sectors and redistribution rules are called on screen."""

from pog.core.i18n import _l

SECTOR_WORDS = {
    "k12": _l("K-12"),
    "higher_ed": _l("Higher education"),
    "workforce": _l("Workforce"),
    "international": _l("International"),
}
REDISTRIBUTION_WORDS = {
    "full": _l("The full text may be passed on."),
    "full_presumed": _l("The full text may presumably be passed on (a federal work)."),
    "full_with_attribution": _l("The full text may be passed on with attribution."),
    "names_and_codes_only": _l("Only names and codes may be passed on."),
    "link_only": _l("Only a link may be passed on."),
}
