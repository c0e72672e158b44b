"""Where this machine keeps things, its clock, and how a long verb tells its progress."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

Say = Callable[[str, str], None]
"""How a long verb tells its progress: (Japanese, English)."""


def quiet(_ja: str, _en: str) -> None:
    """Tell nothing."""


def home() -> Path:
    """Where keys and state live: `SEKISHO_HOME`, else the user's data folder."""
    if os.environ.get("SEKISHO_HOME"):
        return Path(os.environ["SEKISHO_HOME"])
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "Sekisho"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "sekisho"


class SystemClock:
    def today(self) -> date:
        return datetime.now(tz=UTC).astimezone().date()


def today() -> date:
    """Today, where this machine stands."""
    return SystemClock().today()


def parse_day(text: str) -> date:
    """A date in 西暦 or 和暦; ValueError says what is wrong."""
    from ..feeds.wareki import parse_day as parse

    return parse(text)


def write_json(path: Path, value: Any) -> None:
    """Write a value as readable JSON, whole or not at all."""
    import json

    from ..engines.embedded.disk import write_durably

    write_durably(path, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
