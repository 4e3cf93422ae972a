"""Everything that reads seeds/, under one name; see `published` for the stable identifiers."""

from pog.seeding.published import (
    AttributeSeed,
    CompetencySeed,
    CrosswalkSeed,
    FrameworkSeed,
    GroupingSeed,
    LinkSeed,
    ProfileSeed,
    check_crosswalks,
    read_crosswalks,
    read_frameworks,
    read_profiles,
    seed_uuid,
)

__all__ = [
    "AttributeSeed",
    "CompetencySeed",
    "CrosswalkSeed",
    "FrameworkSeed",
    "GroupingSeed",
    "LinkSeed",
    "ProfileSeed",
    "check_crosswalks",
    "read_crosswalks",
    "read_frameworks",
    "read_profiles",
    "seed_uuid",
]
