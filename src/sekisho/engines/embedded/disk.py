"""The record and its vault as folders of files, and the book that seals a judgement into them. The checkpoint becomes visible last."""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ...canonical import sha256_hex
from ...faults import InputRefused, RecordBroken, fault
from ...ledger.log import Act, Appended, append
from ...ledger.notes import COSIGNATURE, ED25519, NoteRefused, VerifierKey, read_checkpoint
from ...ledger.tiles import TILE_WIDTH, TileName, tile_names
from ...ledger.verify import verify_record
from .durable import FRESH, locked, missing_parents, sync_folder, write_durably
from .keys import KeyPair

CHECKPOINT = "checkpoint"


class RecordFolder:
    """A record as a folder of files: a `TileStore`, and the bytes that verification reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self) -> list[str]:
        """Everything that lies in the record, links and empty folders included."""
        found = []
        for parent, folders, files in os.walk(self.folder):
            here = Path(parent).relative_to(self.folder).as_posix()
            prefix = "" if here == "." else f"{here}/"
            found += [prefix + name for name in files]
            found += [prefix + name for name in folders if Path(parent, name).is_symlink()]
            if not folders and not files and prefix:
                found.append(here)
        return found

    def read(self, path: str) -> bytes:
        target = self.folder / path
        if target.is_symlink() or not target.is_file():
            raise OSError("not a regular file")
        return target.read_bytes()

    def checkpoint(self) -> bytes | None:
        return self.read(CHECKPOINT) if os.path.lexists(self.folder / CHECKPOINT) else None

    def publish(self, files: Mapping[str, bytes], checkpoint: bytes) -> None:
        """Files durable before the checkpoint, the checkpoint durable before the return; partial forms of a tile go when it is full."""
        folders = missing_parents(self.folder)
        for path, octets in files.items():
            target = self.folder / path
            folders |= {target.parent, *missing_parents(target.parent)}
            write_durably(target, octets)
        for folder in sorted(folders):
            sync_folder(folder)
        write_durably(self.folder / CHECKPOINT, checkpoint)
        sync_folder(self.folder)
        for path in files:
            self._drop_partial(path)

    def recover(self) -> list[str]:
        """Remove what a killed append left behind before it could publish its checkpoint: nobody was told of it. The paths removed."""
        held = self.checkpoint()
        size = 0 if held is None else read_checkpoint(held).checkpoint.size
        widths = {(name.level, name.index): name.width for name in tile_names(size)}
        gone = [path for path in self.paths() if self._is_left_behind(path, widths)]
        for path in gone:
            (self.folder / path).unlink()
        self._drop_empty_folders()
        return gone

    def _is_left_behind(self, path: str, widths: Mapping[tuple[int, int], int]) -> bool:
        name = TileName.parse(path)
        if name is None:
            return path.rpartition("/")[2].startswith(FRESH) and not (self.folder / path).is_dir()
        return name.width > widths.get((name.level, name.index), 0) and (self.folder / path).is_file()

    def _drop_empty_folders(self) -> None:
        for parent, _, _ in os.walk(self.folder / "tile", topdown=False):
            with contextlib.suppress(OSError):  # not empty
                Path(parent).rmdir()

    def _drop_partial(self, path: str) -> None:
        name = TileName.parse(path)
        partial = self.folder / f"{path}.p"
        if name is None or name.width < TILE_WIDTH or not partial.is_dir():
            return
        with contextlib.suppress(OSError):  # what stays is a prefix of the full tile, and verifies as such
            for one in partial.iterdir():
                one.unlink()
            partial.rmdir()


class VaultFolder:
    """Bodies by the SHA-256 of their bytes, in folders of its first two digits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, bodies: Sequence[bytes]) -> None:
        folders: set[Path] = set()
        for body in bodies:
            path = self._path(sha256_hex(body))
            if not path.exists():
                folders |= {path.parent, *missing_parents(path.parent)}
                write_durably(path, body)
        for folder in sorted(folders):
            sync_folder(folder)

    def recover(self) -> None:
        """Remove the unfinished files of a killed writer."""
        for path in self.folder.rglob(f"{FRESH}*"):
            path.unlink()

    def body(self, digest: str) -> bytes | None:
        """The body of this digest; None where it is absent or has been erased."""
        path = self._path(digest)
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None

    def erase(self, digests: Sequence[str]) -> int:
        """Remove bodies for good; how many were there. Nothing of the record refers to their bytes."""
        there = [self._path(digest) for digest in digests if self._path(digest).exists()]
        for path in there:
            path.unlink()
            sync_folder(path.parent)
        return len(there)

    def bodies(self) -> Iterator[tuple[str, bytes]]:
        """(path, bytes) of every body; a link or anything else that is no file reads as empty."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_symlink() or not path.is_dir():
                yield path.relative_to(self.folder).as_posix(), b"" if path.is_symlink() else path.read_bytes()

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


class BookOnDisk:
    """The record and vault under one folder, appended to under a lock by one key."""

    def __init__(self, folder: Path, keys: KeyPair) -> None:
        self.folder, self.keys = folder, keys
        self.record, self.vault = RecordFolder(folder / "record"), VaultFolder(folder / "vault")

    def append(self, acts: Sequence[Act], bodies: Sequence[bytes]) -> Appended:
        """Append; bodies first, so that whatever the record names is there. RecordBroken where the record does not hold already."""
        with locked(self.folder / ".lock"):
            self._check()
            self.vault.keep(bodies)
            appended = append(self.record, self.vault, acts, signer=self.keys, salt=lambda: os.urandom(16))
            write_durably(self.folder / "key.vkey", (self.keys.key.line + "\n").encode())
            return appended

    def _check(self) -> None:
        held = self.record.checkpoint()
        if held is not None:
            check_signer(held, self.keys.key, str(self.folder))
        self.record.recover()
        self.vault.recover()
        answer = verify_record(self.record, key=self.keys.key) if held is not None else None
        if answer and not answer.holds:
            first = answer.faults[0]
            raise RecordBroken(f"record/{first.file}", first.why, first.entry)


def check_signer(checkpoint: bytes, key: VerifierKey, where: str) -> None:
    """RecordBroken where the checkpoint is none, InputRefused where another key than `key` signed it."""
    try:
        signed = read_checkpoint(checkpoint)
        if signed.signature.is_of(key):
            return signed.verify(key)
    except NoteRefused as error:
        raise RecordBroken("record/checkpoint", str(error)) from error
    raise InputRefused(
        [
            fault(
                where,
                "record.other-key",
                what=("この記録は別の鍵で書かれている", "this record was written under another key"),
                remedy=("その鍵を --signing-key で指定するか、別の --out を選ぶ", "name that key with --signing-key, or choose another --out"),
                shown=signed.signature.name,
            )
        ]
    )


def vault_of(folder: Path) -> VaultFolder | None:
    """The vault at `folder`, or None where there is none."""
    return VaultFolder(folder) if folder.is_dir() else None


def read_key(text: str, *, witness: bool = False) -> VerifierKey:
    """A public key (a witness's, where asked) from a file's path or from the line itself; InputRefused where it is neither."""
    try:
        line = Path(text).read_text(encoding="utf-8") if Path(text).is_file() else text
        return VerifierKey.parse(line, COSIGNATURE if witness else ED25519)
    except (NoteRefused, UnicodeDecodeError, OSError) as error:
        raise InputRefused(
            [
                fault(
                    "--witness" if witness else "--key",
                    "record.key-unreadable",
                    what=("公開鍵として読めない", "this is not a public key"),
                    remedy=("key.vkey のファイルか、その1行を渡す", "pass a key.vkey file or its line"),
                    shown=f"{text}: {error}",
                )
            ]
        ) from error


__all__ = ["BookOnDisk", "RecordFolder", "VaultFolder", "check_signer", "read_key", "vault_of", "write_durably"]
