"""Where inputs and figures lie: under `build/`, each input made once for its seed and size."""

import os
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "bench-inside.json"
MADE = ROOT / "build" / "bench-inside"
CORPUS = Path(os.environ.get("SEKISHO_CORPUS", ROOT.parent / "shared" / "data"))
"""The folder of public data; rows that need it are not measured where it is absent."""


def made(name: str, make: Callable[[Path], None]) -> Path:
    """The file `name` under `build/bench-inside`, made by `make(path)` where it is not there yet; put the seed and size into the name."""
    path = MADE / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(path.name + ".half")
        make(half)
        half.replace(path)
    return path
