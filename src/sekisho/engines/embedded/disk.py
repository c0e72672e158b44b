"""The record, its vault and its keys on disk. Files become visible whole (temporary file, fsync, rename), the checkpoint last."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ...canonical import sha256_hex
from ...faults import InputRefused, RecordBroken, fault
from ...ledger.log import Act, Appended, append
from ...ledger.notes import NoteRefused, VerifierKey, read_checkpoint
from ...ledger.tiles import TileName, read_bundle, tile_names
from ...ledger.verify import verify_record
from .keys import KeyPair


def write_durably(path: Path, octets: bytes) -> None:
    """Write a file so that after a crash it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)  # noqa: PTH101 (mkstemp gives 0600; a record and its papers are read by others)
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


class RecordFolder:
    """A record as a folder of files: a `TileStore`, and the bytes that verification reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self) -> list[str]:
        """Everything that lies in the record, links and empty folders included."""
        found = []
        for parent, folders, files in os.walk(self.folder):
            here = Path(parent)
            found += [(here / name).relative_to(self.folder).as_posix() for name in files]
            found += [(here / name).relative_to(self.folder).as_posix() for name in folders if (here / name).is_symlink()]
            if not folders and not files and here != self.folder:
                found.append(here.relative_to(self.folder).as_posix())
        return found

    def read(self, path: str) -> bytes:
        target = self.folder / path
        if target.is_symlink() or not target.is_file():
            raise OSError("not a regular file")
        return target.read_bytes()

    def entries(self) -> list[bytes]:
        """The entries that the checkpoint stands for; [] where there is no record yet."""
        if not (self.folder / "checkpoint").exists():
            return []
        size = read_checkpoint(self.read("checkpoint")).checkpoint.size
        found: list[bytes] = []
        for name in tile_names(size):
            if name.level < 0:
                found += read_bundle(self.read(name.path), name.width)[0]
        return found

    def publish(self, files: Mapping[str, bytes]) -> None:
        for path in sorted(files, key=lambda name: name == "checkpoint"):
            write_durably(self.folder / path, files[path])
        self._sync()

    def drop_unacknowledged(self) -> None:
        """Remove tiles that an append wrote before it could publish its checkpoint: nobody was told of them."""
        size = read_checkpoint(self.read("checkpoint")).checkpoint.size
        widths = {(name.level, name.index): name.width for name in tile_names(size)}
        for path in self.paths():
            name = TileName.parse(path)
            if name is not None and name.width > widths.get((name.level, name.index), 0):
                (self.folder / path).unlink()

    def _sync(self) -> None:
        if os.name != "posix":
            return
        for parent, _, _ in os.walk(self.folder):
            handle = os.open(parent, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


class VaultFolder:
    """Bodies by the SHA-256 of their bytes, in folders of its first two digits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, bodies: Sequence[bytes]) -> None:
        for body in bodies:
            digest = sha256_hex(body)
            path = self.folder / digest[:2] / digest
            if not path.exists():
                write_durably(path, body)

    def bodies(self) -> Iterator[tuple[str, bytes]]:
        """(path, bytes) of every body; a link or anything else that is no file reads as empty."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_symlink() or not path.is_dir():
                yield path.relative_to(self.folder).as_posix(), b"" if path.is_symlink() else path.read_bytes()


class BookOnDisk:
    """The record and vault under one folder, appended to under a lock by one key."""

    def __init__(self, folder: Path, keys: KeyPair) -> None:
        self.folder, self.keys = folder, keys
        self.record, self.vault = RecordFolder(folder / "record"), VaultFolder(folder / "vault")

    def append(self, acts: Sequence[Act], bodies: Sequence[bytes]) -> Appended:
        """Append; bodies first, so that whatever the record names is there. RecordBroken where the record does not hold already."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with _locked(self.folder / ".lock"):
            self._check()
            self.vault.keep(bodies)
            appended = append(self.record, self.vault, acts, signer=self.keys, salt=lambda: os.urandom(16))
            write_durably(self.folder / "key.vkey", (self.keys.key.line + "\n").encode())
            return appended

    def _check(self) -> None:
        if not (self.record.folder / "checkpoint").exists():
            return
        try:
            signer = read_checkpoint(self.record.read("checkpoint"))
        except NoteRefused as error:
            raise RecordBroken("record/checkpoint", str(error)) from error
        if signer.key_name != self.keys.key.name or signer.key_id != self.keys.key.key_id:
            raise InputRefused(
                [
                    fault(
                        str(self.folder),
                        "record.other-key",
                        what=("この記録は別の鍵で書かれている", "this record was written under another key"),
                        remedy=(
                            "その鍵を --signing-key で指定するか、別の --out を選ぶ",
                            "name that key with --signing-key, or choose another --out",
                        ),
                        shown=signer.key_name,
                    )
                ]
            )
        self.record.drop_unacknowledged()
        answer = verify_record(self.record, key=self.keys.key)
        if not answer.holds:
            first = answer.faults[0]
            raise RecordBroken(f"record/{first.file}", first.why, first.entry)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One writer at a time; a lock that a dead process left behind is named, not broken."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError as error:
        raise InputRefused(
            [
                fault(
                    str(path),
                    "record.locked",
                    what=("別の処理がこの記録に書いている", "another run is writing to this record"),
                    remedy=("終わるのを待つ。動いている処理がなければこのファイルを消す", "wait for it; if none is running, remove this file"),
                )
            ]
        ) from error
    os.close(handle)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def vault_of(folder: Path) -> VaultFolder | None:
    """The vault at `folder`, or None where there is none."""
    return VaultFolder(folder) if folder.is_dir() else None


def read_key(text: str) -> VerifierKey:
    """A public key from a file's path or from the line itself; InputRefused where it is neither."""
    try:
        line = Path(text).read_text(encoding="utf-8") if Path(text).is_file() else text
        return VerifierKey.parse(line)
    except (NoteRefused, UnicodeDecodeError) as error:
        raise InputRefused(
            [
                fault(
                    "--key",
                    "record.key-unreadable",
                    what=("公開鍵として読めない", "this is not a public key"),
                    remedy=("key.vkey のファイルか、その1行を渡す", "pass a key.vkey file or its line"),
                    shown=f"{text}: {error}",
                )
            ]
        ) from error
