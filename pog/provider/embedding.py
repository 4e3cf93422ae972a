"""Who may show a profile in a frame of their own page."""

import re
from typing import Final

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.profiles.models import Profile
from pog.profiles.recording import profile_changed

NOBODY, ANYBODY, SOME = CHOICES = ("nobody", "anybody", "some")
MOST: Final = 20
_SITE: Final = re.compile(r"https://(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d{1,5})?", re.ASCII)


def choice_of(profile: Profile) -> str:
    if not profile.embedding:
        return NOBODY
    return ANYBODY if profile.embedding == "*" else SOME


def ancestors_of(profile: Profile) -> str | None:
    """The sites as a policy has them; None when nobody may."""
    if profile.embedding == "*":
        return "https: http:"
    return profile.embedding or None


def let_embed(profile: Profile, choice: str, sites: str) -> None:
    """Say who may; sites are addresses without a path, one in each line."""
    if choice == NOBODY:
        profile.embedding = ""
    elif choice == ANYBODY:
        profile.embedding = "*"
    else:
        profile.embedding = " ".join(read_sites(sites))
    profile_changed(profile)


def read_sites(text: str) -> list[str]:
    found = [word.rstrip("/").lower() for word in text.replace(",", " ").split()]
    wrong = next((word for word in found if not _SITE.fullmatch(word)), None)
    if wrong is not None:
        raise Refusal(
            _(
                "“%(word)s” is not the address of a site. Write it like https://www.example.org, "
                "without a path.",
                word=wrong[:100],
            ),
            field="sites",
        )
    if not found:
        raise Refusal(_("Enter at least one site."), field="sites")
    if len(found) > MOST:
        raise Refusal(_("Enter %(most)s sites at most.", most=MOST), field="sites")
    return list(dict.fromkeys(found))
