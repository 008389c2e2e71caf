"""Where the sample articles are: in a checkout, or in what an installed wheel carries."""

from __future__ import annotations

from pathlib import Path

from rag.errors import UnreadableInput


def folder() -> Path:
    """The folder of the sample articles. Raises UnreadableInput where it is missing."""
    package = Path(__file__).resolve().parent
    places = (package.parent / "seeds", package / "data" / "seeds")
    for place in places:
        if place.is_dir():
            return place
    looked = " and ".join(map(str, places))
    raise UnreadableInput(f"The sample articles are missing: looked in {looked}.", "Install the package again.")
