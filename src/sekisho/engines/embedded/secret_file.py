"""Secrets on disk: written once, readable by their owner alone, never over anything."""

import os
from pathlib import Path

from ...faults import Fault, InputRefused


def write_secret(path: Path, text: str, *, exists: Fault) -> None:
    """Write a secret; InputRefused with `exists` where there is a file already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise InputRefused([exists]) from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
