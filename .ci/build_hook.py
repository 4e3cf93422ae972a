"""What a wheel carries beside the package: templates, static files, seeds, migrations."""  # noqa: INP001

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = ("templates", "static", "seeds", "migrations")


class Resources(BuildHookInterface[Any]):
    """Builds the front end first, so that `pip install pog` needs no Node."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # A checkout finds its files where they lie, and is made to work before anything is built.
        if version == "editable":
            return
        root = Path(self.root)
        # Run as a file: pog's dependencies are not installed while it is being built.
        runpy.run_path(str(root / "pog" / "assets.py"))["build"](root)
        if self.target_name == "wheel":
            for folder in CARRIED:
                build_data["force_include"][str(root / folder)] = f"pog/_resources/{folder}"
