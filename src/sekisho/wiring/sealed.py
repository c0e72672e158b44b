"""Sealing a maker's file to an agency, and opening it there."""

from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import Fault, InputRefused, refuse
from .layers import sealing_key_path

if TYPE_CHECKING:
    from ..engines.embedded.sealed_files import Label


def label(*, tender: str, bid: str, lines: tuple[str, ...], issuer: str = "", name: str = "") -> "Label":
    """What a sealed file is about."""
    from ..engines.embedded.sealed_files import Label

    return Label(tender=tender, bid=bid, lines=lines, issuer=issuer, name=name)


def seal_file(path: Path, about: "Label", recipient: str, out: Path) -> str:
    """Seal a file and write it; the SHA-256 of what was written, which the issuer tells the agency by a way of its own."""
    from ..canonical import sha256_hex
    from ..engines.embedded.sealed_files import seal_file as sealed

    octets = sealed(_read(path), about, recipient)
    _write(out, octets)
    return sha256_hex(octets)


def open_sealed(path: Path, about: "Label", *, identity: Path | None, digest: str, out: Path) -> "Label":
    """Open a sealed file and write what is inside; its label. Nothing is written where any check fails."""
    from ..engines.embedded.sealed_files import open_file
    from ..engines.embedded.sealing import Identity

    octets, found = open_file(_read(path), Identity.read(identity or sealing_key_path()), about, file=str(path), digest=digest)
    _write(out, octets)
    return found


def _read(path: Path) -> bytes:
    from ..feeds.raw.jail import read_whole

    found = read_whole(path, str(path))
    if isinstance(found, Fault):
        raise InputRefused([found])
    return found[0]


def _write(out: Path, octets: bytes) -> None:
    """Whole, readable by its owner alone, and never over what is there."""
    from ..engines.embedded.disk import write_durably

    if out.exists():
        raise refuse(
            str(out),
            "sealed.there-already",
            what=("既にあるファイルは書き換えない", "a file that is there already is not written over"),
            remedy=("別の -o を指定する", "name another file with -o"),
        )
    try:
        write_durably(out, octets)
        out.chmod(0o600)
    except OSError as error:
        raise refuse(
            str(out), "file.unwritable", what=("書き込めません", "it cannot be written"), remedy=("置き場所を確かめてください", "check the folder")
        ) from error
