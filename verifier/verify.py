"""Verify a Sekisho record offline: the procedure of docs/reference/record.md, written a second time.

Needs Python 3.11 and `cryptography`, nothing of sekisho and no network: this file and the folder `verifying` beside it. One function a step, numbered
as in the reference page. Exit 0: the record holds; 1: it does not, and every fault is named with its file and entry; 2: the arguments are wrong.
"""

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

try:
    import cryptography  # noqa: F401 (said at once where it is missing)
except ImportError:
    print("Pythonのcryptographyが要る / needs the Python package cryptography", file=sys.stderr)
    sys.exit(2)

from verifying import certificate
from verifying.common import Broken, Report, as_json, as_text, plain
from verifying.notes import LOG, LONGEST_NOTE, WITNESS, Key, parse_key
from verifying.sources import Database, Folder, Source, Vault, VaultDatabase, VaultFolder, is_database, read_bytes
from verifying.steps import entries_from, examine


def verify(
    record: Path | Source,
    *,
    pinned: Key | None = None,
    earlier: tuple[str, bytes] | None = None,
    vault: Path | Vault | None = None,
    witness: Key | None = None,
) -> Report:
    """The report on a record; `earlier` is (name, bytes) of a kept checkpoint. Whatever goes wrong is a fault, never a traceback."""
    report = Report()
    try:
        record = source_of(record) if isinstance(record, Path) else record
        if isinstance(vault, Path):
            vault = VaultDatabase(vault) if is_database(vault) else VaultFolder(vault)
        examine(record, report, pinned, earlier, vault, witness)
    except Exception:
        report.fault("record", None, "検証を最後まで行えなかった / could not be examined to the end")
    return report


def source_of(record: Path) -> Source:
    """A record's files, wherever they lie."""
    return Database(record) if is_database(record) else Folder(record)


def pinned_key(argument: str, kind: int) -> Key:
    """The key in the argument itself, or in the file that it names; Broken, OSError or ValueError otherwise."""
    with suppress(Broken):
        return parse_key(argument, kind)
    return parse_key(read_bytes(Path(argument), LONGEST_NOTE).decode("utf-8").removesuffix("\n").removesuffix("\r"), kind)


def record_at(path: Path) -> Path:
    """The record that `path` is or holds."""
    if is_database(path) or any(os.path.lexists(path / name) for name in ("checkpoint", "tile")):
        return path
    inner = next((path / name for name in ("record", "record.db") if (path / name).exists()), path)
    if not inner.is_dir() and not is_database(inner):
        raise Broken("記録ではない / not a record")
    return inner


def vault_at(given: str | None, record: Path) -> Path | None:
    """The vault that is named, or that lies beside the record."""
    if given:
        vault = Path(given).resolve(strict=True)
        if not vault.is_dir() and not is_database(vault):
            raise Broken("保管庫ではない / not a vault")
        return vault
    return next((record.parent / name for name in ("vault", "vault.db") if os.path.lexists(record.parent / name)), None)


def run(given: argparse.Namespace) -> Report:
    """Verify what the arguments name; Broken, OSError or ValueError where they cannot be used."""
    record = record_at(Path(given.path).resolve(strict=True))
    vault = vault_at(given.vault, record)
    pinned = None if given.key is None else pinned_key(given.key, LOG)
    witness = None if given.witness is None else pinned_key(given.witness, WITNESS)
    if witness and given.checkpoint is None:
        raise Broken("--witness には --checkpoint が要る / --witness needs --checkpoint")
    earlier = (given.checkpoint, read_bytes(Path(given.checkpoint), LONGEST_NOTE)) if given.checkpoint is not None else None
    return verify(record, pinned=pinned, earlier=earlier, vault=vault, witness=witness)


def run_certificate(given: argparse.Namespace) -> dict[str, object]:
    """Verify the certificate that the arguments name; a record beside its folder, or the one named, says whether it still stands."""
    path = Path(given.path).resolve(strict=True)
    with path.open("rb") as stream:
        octets = stream.read(certificate.LONGEST + 1)
    pinned = None if given.key is None else pinned_key(given.key, LOG)
    witness = None if given.witness is None else pinned_key(given.witness, WITNESS)
    if witness and given.checkpoint is None:
        raise Broken("--witness には --checkpoint が要る / --witness needs --checkpoint")
    answer = certificate.examine(octets, pinned and pinned.line, file=path.name)
    kept = (given.checkpoint, read_bytes(Path(given.checkpoint), LONGEST_NOTE)) if given.checkpoint is not None else None
    if kept:
        answer = certificate.step_8_kept(answer, octets, kept, witness)
    beside = [parent / "record" for parent in list(path.parents)[1:3] if (parent / "record" / "checkpoint").is_file()]
    if not given.record and not beside:
        return answer
    named = record_at(Path(given.record).resolve(strict=True)) if given.record else beside[0]

    def ask(checkpoint: bytes, index: int) -> certificate.Seen:
        report = verify(named, pinned=pinned, earlier=(path.name, checkpoint))
        if not report.faults and kept:
            report = verify(named, pinned=pinned, earlier=kept, witness=witness)
        faults = [(file, entry, why) for (file, entry), why in report.faults.items()]
        return certificate.Seen(faults, [] if faults else entries_from(source_of(named), index), index)

    return certificate.step_7_record(answer, octets, ask)


def names_certificate(path: Path) -> bool:
    """Whether PATH is a file that begins as a token does."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(3) == b"eyJ"


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(prog="verify.py", description="関所の記録と確認証を検証する / Verify a Sekisho record or certificate, offline.")
    parser.add_argument("path", metavar="PATH", help="DIR/record, DIR/record.db (DIR), 確認証 / or a certificate")
    parser.add_argument("--record", metavar="DIR", help="確認証と照らす記録 / the record to ask of a certificate (beside its folder)")
    parser.add_argument("--key", metavar="K", help="公開鍵のファイルかその1行 / public key: a file, or the line itself")
    parser.add_argument("--checkpoint", metavar="C", help="以前の、又は立会人のチェックポイント / a checkpoint kept from earlier, or a witness's")
    parser.add_argument("--witness", metavar="K", help="立会人の公開鍵 / the public key of the witness who cosigned it")
    parser.add_argument("--vault", metavar="DIR", help="保管庫 / vault (DIR/vault, DIR/vault.db)")
    parser.add_argument("--json", action="store_true", help="JSON")
    given = parser.parse_args(argv)
    try:
        if names_certificate(Path(given.path)):
            answer = run_certificate(given)
            print(json.dumps(answer, ensure_ascii=False, indent=2) if given.json else certificate.as_text(answer))
            return 0 if answer["holds"] else 1
        report = run(given)
    except (Broken, OSError, ValueError) as why:
        parser.error(f"引数が使えない / an argument cannot be used: {plain(str(why))}")
    print(json.dumps(as_json(report), ensure_ascii=False, indent=2) if given.json else as_text(report))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
