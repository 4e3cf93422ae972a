"""Code cards on paper: a PDF of eight to a page, with lines to cut along."""

from collections.abc import Callable, Sequence

from pog.convenings.models import Card, Convening
from pog.convenings.pictures import qr_svg
from pog.core.i18n import _, force_locale
from pog.core.typesetting import PAPERS, typeset


def cards_pdf(
    convening: Convening,
    cards: Sequence[Card],
    *,
    paper: str,
    join_address: str,
    card_address: Callable[[str], str],
) -> bytes:
    """The cards in the convening's language, for Letter or A4 paper.

    What people typed goes in as data, never as markup.
    """
    with force_locale(convening.language):
        sheet = {
            "title": _("Code cards: %(title)s", title=convening.title),
            "language": convening.language,
            "paper": PAPERS[paper],
            "how": _("Scan, or open this address and type the code:"),
            "address": join_address,
            "note": _("One card, one seat. Keep it to come back."),
            "cards": [
                {
                    "heading": convening.title,
                    "letter": card.group.letter if card.group else "",
                    "group": card.group.name if card.group else None,
                    "code": f"{card.code[:4]} {card.code[4:]}",
                    "alt": _("QR code that opens the page to join"),
                    "qr": qr_svg(card_address(card.code)).decode(),
                }
                for card in cards
                if card.code is not None
            ],
        }
    return typeset("convenings/cards.typ", sheet)
