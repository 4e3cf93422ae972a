"""Who is acting: a person, a guest, nobody, or the system itself."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Roles = Mapping[uuid.UUID, str]
_find_roles: list[Callable[[uuid.UUID], Roles]] = []


def finds_roles(finder: Callable[[uuid.UUID], Roles]) -> Callable[[uuid.UUID], Roles]:
    """Register who knows the roles of a person; asked once per actor, and only when needed."""
    _find_roles[:] = [finder]
    return finder


@dataclass(slots=True, kw_only=True, eq=False)
class Actor:
    """Whoever is acting now.

    `sign_in_id` names the browser's session; a guest has one without a person.
    """

    person_id: uuid.UUID | None = None
    sign_in_id: uuid.UUID | None = None
    is_operator: bool = False
    is_system: bool = False
    known: dict[Any, Any] = field(default_factory=dict)
    """Things looked up once per request (a seat in a convening, for one)."""

    @property
    def roles(self) -> Roles:
        """The role in each organization the person belongs to."""
        if "roles" not in self.known:
            found = _find_roles[0](self.person_id) if self.person_id and _find_roles else {}
            self.known["roles"] = found
        roles: Roles = self.known["roles"]
        return roles

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def organization_ids(self) -> frozenset[uuid.UUID]:
        return frozenset(self.roles)

    def has_role(self, organization_id: uuid.UUID | None, *roles: str) -> bool:
        return organization_id is not None and self.roles.get(organization_id) in roles


SYSTEM = Actor(is_system=True)
