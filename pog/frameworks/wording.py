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
REDISTRIBUTION_DETAILS = {
    "full": _l("Files and public pages carry names, codes and texts."),
    "full_presumed": _l(
        "Files carry names, codes and texts. The source does not say so itself; check it first."
    ),
    "full_with_attribution": _l("Files carry names, codes and texts, and always name the issuer."),
    "names_and_codes_only": _l(
        "Files carry names and codes. The texts stay here; read them at the source."
    ),
    "link_only": _l("Files carry the title and the address of the framework, and nothing of it."),
}
