"""A table as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from ...faults import Fault

Kind = Literal["oui", "enterprise", "pci", "usb", "bluetooth", "pnp", "sysobject", "tac", "fcc"]
KINDS: tuple[Kind, ...] = ("oui", "enterprise", "pci", "usb", "bluetooth", "pnp", "sysobject", "tac", "fcc")
PLACED: tuple[Kind, ...] = KINDS[:5]
"""The kinds that are in place without an option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSource:
    """A table that can be read: what it is called in evidence, where it lies, in which form, and its date where the file does not say."""

    kind: Kind
    name: str
    path: Path
    form: str = ""
    dated: date | None = None
    by_file: bool = True
    """Whether the file's own day stands for a date that nothing else says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRead:
    """Rows as key -> maker; keys as `forms.key_of` writes them. `digest` is the file's SHA-256."""

    source: TableSource
    dated: date | None
    digest: str
    rows: Mapping[str, str]
    warnings: tuple[Fault, ...] = ()
