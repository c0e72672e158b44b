"""The public layer of an edition, and the keys that open sealed files."""

from pathlib import Path
from typing import TYPE_CHECKING

from .registers import read_edition
from .surroundings import home

if TYPE_CHECKING:
    from ..register.model import Edition


def write_public_layer(edition: Path, target: Path) -> "Edition":
    """Write the public layer of an edition as an edition of its own."""
    from ..engines.embedded.disk import write_durably
    from ..register.edition import decode
    from ..register.layers import public_octets

    octets = public_octets(read_edition(edition))
    write_durably(target, octets)
    return decode(octets, label=str(target))


def new_sealing_key(target: Path | None) -> tuple[Path, str]:
    """Make a key that opens sealed files; where it was written, and the recipient that others seal to."""
    from ..engines.embedded.sealing import Identity

    identity = Identity.new()
    path = target or sealing_key_path()
    identity.write(path)
    return path, identity.recipient


def sealing_key_path() -> Path:
    """Where this machine's own key that opens sealed files lies."""
    return home() / "keys" / "sealing.age-key"
