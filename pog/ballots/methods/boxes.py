"""A method's boxes: from what was typed to settings, and back."""

from collections.abc import Mapping
from typing import Any

from pog.ballots.methods.interface import Method


def settings_typed(method: Method, typed: Mapping[str, object]) -> dict[str, object]:
    """Return the settings as they were typed, for the method to check."""
    settings: dict[str, Any] = {}
    for box in method.boxes:
        value = typed.get(box.name)
        if box.part_of_list:
            settings.setdefault(box.fills, []).append(str(value or ""))
        else:
            settings[box.fills] = value
    # A list of nothing but empty boxes asks for the usual one.
    return {
        name: None if isinstance(value, list) and not any(value) else value
        for name, value in settings.items()
    }


def boxes_filled(method: Method, settings: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in the boxes of a ballot with these settings."""
    filled = {}
    seen: dict[str, int] = {}
    for box in method.boxes:
        value = settings.get(box.fills)
        if box.part_of_list and box.fills in settings:
            value = value[seen.setdefault(box.fills, 0)] if value else None
            seen[box.fills] += 1
        if box.fills in settings:
            filled[box.name] = "" if value is None else str(value)
    return filled
