from dataclasses import dataclass, field
from uuid import UUID, uuid5

import pytest

from pog.library.services import load_entries

SPACE = UUID("0c1f1f0e-5f43-5a0c-9d3b-6f7e1f8b2a11")


@dataclass(frozen=True)
class Attribute:
    name: str
    statement: str | None = None
    name_es: str | None = None
    statement_es: str | None = None
    code: str | None = None
    verified: bool = True

    @property
    def uuid(self):
        return uuid5(SPACE, self.name)


@dataclass(frozen=True)
class Grouping:
    name: str | None
    attributes: tuple[Attribute, ...]
    name_es: str | None = None

    @property
    def uuid(self):
        return uuid5(SPACE, f"grouping {self.name}")


@dataclass(frozen=True)
class Facts:
    """A published profile as the seeds tell it."""

    id: str
    title: str
    groupings: tuple[Grouping, ...]
    state: str = "SC"
    level: str = "state"
    year: int | None = 2015
    complete: bool = True
    verified: bool = True
    title_es: str | None = None
    label: str = "Profile of a Graduate"
    label_es: str | None = None
    requirement_only: bool = False
    issuer: str = "Education Oversight Committee"
    url: str = "https://example.org/profile"
    licence: str = "unverified"
    sources: tuple[str, ...] = ("https://example.org/source",)
    history: tuple[str, ...] = ("adopted 2015",)
    verified_note: str | None = None
    grouping_verified: bool = True
    acronym: str | None = None
    notes: str | None = None
    usage_rules: str | None = None
    usage_rules_es: str | None = None
    core_statement: str | None = None
    core_statement_es: str | None = None
    statements: str | None = "ours"
    translations: str | None = "ours"
    extra: tuple[str, ...] = field(default=())

    @property
    def uuid(self):
        return uuid5(SPACE, self.id)


SOUTH_CAROLINA = Facts(
    id="us-sc",
    title="Profile of the South Carolina Graduate",
    title_es="Perfil del graduado de Carolina del Sur",
    usage_rules="Keep the name of the source.",
    groupings=(
        Grouping(
            "World Class Skills",
            (
                Attribute("Creativity and innovation", "Has ideas.", "Creatividad", "Tiene ideas."),
                Attribute("Collaboration and teamwork", "Shares the work.", "Colaboración"),
            ),
            "Habilidades",
        ),
        Grouping(
            "Life and Career Characteristics",
            (Attribute("Integrity", "Keeps promises.", "Integridad", "Cumple."),),
        ),
    ),
)
VIRGINIA = Facts(
    id="us-va",
    title="Profile of a Virginia Graduate",
    state="VA",
    year=2017,
    groupings=(
        Grouping(
            None,
            (
                Attribute("Creative thinking", "Imagines."),
                Attribute("Collaboration", "Works in a team."),
                Attribute("Citizenship", "Takes part.", verified=False),
            ),
        ),
    ),
)
WYOMING = Facts(
    id="us-wy",
    title="Wyoming Profile of a Graduate",
    state="WY",
    year=None,
    verified=False,
    complete=False,
    statements=None,
    groupings=(Grouping("Academics", (Attribute("Foundations"),)), Grouping("Community", ())),
)


@pytest.fixture
def library(work):
    with work():
        return load_entries([SOUTH_CAROLINA, VIRGINIA, WYOMING])
