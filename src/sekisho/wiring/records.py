"""Signing keys, and the verification of a record."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..faults import refuse
from .surroundings import Say, home

if TYPE_CHECKING:
    from ..engines.embedded.keys import KeyPair
    from ..ledger.verify import Verification


def signing_key_of(path: Path | None, say: Say) -> "KeyPair":
    """The key named, else this machine's default key, made at its first use."""
    from ..engines.embedded.keys import KeyPair

    if path is not None:
        return KeyPair.read(path)
    default = home() / "keys" / "default.skey"
    if not default.exists():
        KeyPair.new(f"sekisho/{os.urandom(4).hex()}").write(default)
        say(f"署名鍵を作りました(控えを保管してください): {default}", f"made a signing key (keep a copy of it): {default}")
    return KeyPair.read(default)


def new_key(name: str, target: Path | None) -> tuple[Path, str]:
    """Make a signing key; the path it was written to and its public line."""
    from ..engines.embedded.keys import KeyPair

    keys = KeyPair.new(name)
    path = target or home() / "keys" / f"{name.replace('/', '-')}.skey"
    keys.write(path)
    path.with_suffix(".vkey").write_text(keys.key.line + "\n", encoding="utf-8")
    return path, keys.key.line


def verify(path: Path, *, key: str = "", checkpoint: Path | None = None, vault: Path | None = None) -> "tuple[Verification, dict[str, Any]]":
    """Verify a record offline; the answer and its JSON form (`docs/reference/record.md`)."""
    from ..engines.embedded.disk import RecordFolder, read_key, vault_of
    from ..ledger.verify import Broken, vault_faults, verify_record

    folder = path / "record" if (path / "record").is_dir() else path
    if not folder.is_dir():
        raise refuse(
            str(path),
            "record.missing",
            what=("記録のフォルダがない", "there is no record here"),
            remedy=("judge か demo が書いた record フォルダを指定する", "name the record folder that judge or demo wrote"),
        )
    kept = _octets(checkpoint) if checkpoint else None
    answer = verify_record(RecordFolder(folder), key=read_key(key) if key else None, kept=kept)
    beside = vault_of(vault or folder.parent / "vault")
    bodies = list(beside.bodies()) if beside else []
    broken = tuple(Broken(file=f"vault/{one.file}", why=one.why) for one in vault_faults(bodies))
    faults = [*(Broken(file=f"{folder.name}/{one.file}", why=one.why, entry=one.entry) for one in answer.faults), *broken]
    held = {path.rpartition("/")[2] for path, _ in bodies}
    wanted = answer.digests()
    shown = {
        "holds": not faults,
        "size": answer.size,
        "root": answer.root.hex() if answer.root else None,
        "origin": answer.origin,
        "signer": "proven" if answer.signer_proven else "unproven",
        "faults": [one.as_json() for one in faults],
        "disclosed": {"present": sum(one in held for one in wanted), "total": len(wanted)},
    }
    return answer, shown


def _octets(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse(str(path), "file.unreadable", what=("読めない", "it cannot be read"), remedy=("道順を確かめる", "check the path")) from error
