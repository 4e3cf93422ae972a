"""Which seeds a database holds."""

from sqlalchemy.orm import Mapped, mapped_column

from pog.core.database import Model


class LoadedSeed(Model):
    """A folder of seeds as it was loaded last; the same files are not read twice."""

    __tablename__ = "loaded_seeds"
    name: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
