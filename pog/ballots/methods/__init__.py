"""Ways of voting and counting: one file each, and the table that names them."""

from typing import Final

from pog.ballots.methods import (
    approval,
    consent,
    dots,
    fist_to_five,
    gradients,
    irv,
    motion,
    schulze,
    score,
    stv,
)
from pog.ballots.methods.interface import Bar, Counted, Marks, Method, OptionCount, Settings
from pog.core.errors import NotFound
from pog.core.i18n import _

METHODS: Final[dict[str, Method]] = {
    method.name: method
    for method in (
        motion.METHOD,
        consent.METHOD,
        fist_to_five.METHOD,
        gradients.METHOD,
        approval.METHOD,
        dots.METHOD,
        score.METHOD,
        irv.METHOD,
        stv.METHOD,
        schulze.METHOD,
    )
}

__all__ = [
    "METHODS",
    "Bar",
    "Counted",
    "Marks",
    "Method",
    "OptionCount",
    "Settings",
    "method_named",
]


def method_named(name: str) -> Method:
    """Return the method with this name, or refuse."""
    try:
        return METHODS[name]
    except KeyError:
        raise NotFound(_("There is no such way to vote.")) from None
