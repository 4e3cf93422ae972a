"""What can have happened at the theme desk."""

import uuid
from dataclasses import dataclass

from pog.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ClustersEvent(Event):
    convening_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ClustersChanged(ClustersEvent):
    """Notes were put elsewhere, or clusters were made, renamed, put together or taken apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClustersFrozen(ClustersEvent):
    """The first vote about them was cast; they stay as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPromoted(ClustersEvent):
    """It became an attribute, which remembers the notes it grew out of."""

    profile_id: uuid.UUID
    attribute_id: uuid.UUID
