"""A sealed case laid out again: its files from the vault into a folder, its edition and pack from their bodies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...desk.certify import TABLES, SealedJudgement
from ...faults import SekishoError
from ...policy.model import Pack
from ...policy.packs import pack_from, packs
from ...register.edition import decode
from ...register.lookup import Lookup
from ...register.model import Edition
from ...terms import Text
from .like_names import LikeNames
from .sealed_acts import Bodies

BASIS = ("policy", "register", "keyring", *TABLES)
DEPTH = ("sealed", "by", "digest")
"""Folders above the case's own, so that a chart which the officer keeps beside it (../charts/x.csv) lies within."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedInputs:
    """What a judgement read, found again: the case's folder, the pack and the edition; `missing` names what was not."""

    folder: Path
    pack: Pack | None
    edition: Edition | None
    keyring: Path | None
    files: Mapping[str, tuple[str, str]]
    missing: tuple[dict[str, str], ...]


def lay_out(judged: SealedJudgement, vault: Bodies, root: Path, *, other: Edition | None = None) -> SealedInputs:
    """The inputs of a sealed judgement under `root`. `other` is an edition at hand, which stands in where it is the sealed one."""
    folder = root.joinpath(*DEPTH, "case")
    folder.mkdir(parents=True)
    files = {one["path"]: (one["kind"], one["sha256"]) for one in judged.inputs() if one["kind"] not in BASIS}
    gone = [path for path, (_, digest) in files.items() if not _laid(root, folder, path, vault.get(digest))]
    missing = [{"kind": files[path][0], "id": path, "digest": files[path][1]} for path in gone]
    read = {one["kind"]: one for one in judged.inputs() if one["kind"] in ("policy", "register")}
    pack, edition = _pack(judged, vault, read.get("policy")), _edition(judged, vault, read.get("register"), other)
    lost = [kind for kind, found in (("policy", pack), ("register", edition)) if kind in read and found is None]
    missing += [{"kind": kind, "id": read[kind]["path"], "digest": read[kind]["sha256"]} for kind in lost]
    keyring = _keyring(judged, vault, root)
    if keyring is None:
        missing += [{"kind": "keyring", "id": one["path"], "digest": one["sha256"]} for one in judged.inputs() if one["kind"] == "keyring"]
    return SealedInputs(folder=folder, pack=pack, edition=edition, keyring=keyring, files=files, missing=tuple(missing))


def _laid(root: Path, folder: Path, path: str, octets: bytes | None) -> bool:
    target = (folder / path).resolve()
    if octets is None or not target.is_relative_to(root.resolve()) or Path(path).is_absolute():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(octets)
    return True


def _body(judged: SealedJudgement, vault: Bodies, kind: str) -> bytes | None:
    named = judged.read.claims.get(f"basis/{kind}")
    return vault.get(named["sha256"]) if isinstance(named, dict) else None


def _keyring(judged: SealedJudgement, vault: Bodies, root: Path) -> Path | None:
    """The keyring that decisions on alerts were checked by, as a file beside the case; None where none was sealed."""
    octets = _body(judged, vault, "keyring")
    if octets is None:
        return None
    path = root / "keyring.yaml"
    path.write_bytes(octets)
    return path


def _pack(judged: SealedJudgement, vault: Bodies, wanted: Mapping[str, str] | None) -> Pack | None:
    if wanted is None:
        return None
    octets = _body(judged, vault, "policy")
    try:
        found = pack_from(octets) if octets is not None else packs().get(wanted["path"])
    except (ValueError, SekishoError):
        return None
    return found if found is not None and found.digest == wanted["sha256"] else None


def _edition(judged: SealedJudgement, vault: Bodies, wanted: Mapping[str, str] | None, other: Edition | None) -> Edition | None:
    if wanted is None:
        return None
    octets = _body(judged, vault, "register")
    try:
        found = decode(octets, label="vault") if octets is not None else other
    except SekishoError:
        return None
    if found is None or found.digest != wanted["sha256"]:
        return None
    held = judged.read.claims.get("held")
    return replace(found, held=Text(**held) if isinstance(held, dict) else None)


class OneRegister:
    """An office's registers, of which there is one."""

    def __init__(self, edition: Edition | None, indexes: Path) -> None:
        self.edition, self.indexes = edition, indexes

    def open(self, **_: Any) -> Lookup:
        if self.edition is None:
            raise ValueError("nothing was screened against a register")
        return Lookup(self.edition, LikeNames(self.edition, self.indexes))


def exchange(sealed: SealedInputs, today: Path, kinds: Sequence[str], root: Path) -> Path:
    """A case folder of the sealed files, those of `kinds` being today's: a copy under `root` of one and the other."""
    import shutil

    folder = root.joinpath(*DEPTH, "case")
    shutil.copytree(sealed.folder, folder)
    for path in {*sealed.files, *files_of(today)}:
        if kind_of(sealed, path) in kinds:
            (folder / path).unlink(missing_ok=True)
            if (today / path).is_file():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(today / path, folder / path)
    return folder


def files_of(case: Path) -> list[str]:
    """Every file of a case folder, by its path in it."""
    return [path.relative_to(case).as_posix() for path in sorted(case.rglob("*")) if path.is_file()]


def kind_of(sealed: SealedInputs, path: str) -> str:
    """The kind of input that a file of the case is; a file that the sealed case did not have counts with its bid."""
    kind = sealed.files.get(path, ("bid" if path.startswith("bids/") else "tender", ""))[0]
    return kind if kind in ("chart", "list", "bom", "tender") else "bid"
