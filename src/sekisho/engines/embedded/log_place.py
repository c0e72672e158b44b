"""Where a log lies: DIR/record or DIR/record.db, with DIR/vault or DIR/vault.db beside it."""

from dataclasses import dataclass
from pathlib import Path

from ...faults import InputRefused, refuse
from ...ledger.tree import TileTree
from .database import RecordTable, VaultTable, is_database, open_sqlite, read_sqlite
from .disk import RecordFolder, VaultFolder
from .durable import sync_folder

Record = RecordFolder | RecordTable
VaultStore = VaultFolder | VaultTable


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPlace:
    """A log's folder, its record (named as faults name it) and the vault beside it, where there is one."""

    folder: Path
    name: str
    record: Record
    vault: VaultStore | None

    def tree(self, size: int) -> TileTree:
        """The tree of the first `size` entries."""
        return TileTree(read=self.record.read, size=size)

    def close(self) -> None:
        """Let go of the databases, where there are any."""
        for one in (self.record, self.vault):
            if isinstance(one, RecordTable | VaultTable):
                one.base.close()


def find_log(path: Path, *, vault: Path | None = None, writing: bool = False) -> LogPlace:
    """The log at DIR, DIR/record or DIR/record.db. InputRefused where there is none; read-only unless `writing`."""
    record = _record_at(path)
    if record is None:
        raise _missing(path)
    folder = record.parent
    kept = vault or next((one for one in (folder / "vault", folder / "vault.db") if one.exists()), None)
    return LogPlace(folder=folder, name="record", record=_record(record, writing=writing), vault=_vault(kept, writing=writing))


def make_log(folder: Path, *, database: bool) -> LogPlace:
    """A place for a new log; InputRefused where one lies there already. Its vault is a database, out of which erased bytes are overwritten."""
    if _record_at(folder) is not None or (folder / "vault.db").exists() or (folder / "vault").exists():
        raise refuse(
            str(folder),
            "ledger.exists",
            what=("ここには既に記録がある", "there is a log here already"),
            remedy=("別のフォルダを指定する", "name another folder"),
        )
    folder.mkdir(parents=True, exist_ok=True)
    record: Record = RecordTable(open_sqlite(folder / "record.db", new=True)) if database else RecordFolder(folder / "record")
    if isinstance(record, RecordTable):
        record.create()
    vault = VaultTable(open_sqlite(folder / "vault.db", new=True))
    vault.create()
    sync_folder(folder)
    return LogPlace(folder=folder, name="record", record=record, vault=vault)


def _record_at(path: Path) -> Path | None:
    for one in (path / "record", path / "record.db", path):
        if (one.is_dir() and (one.name == "record" or (one / "checkpoint").exists() or (one / "tile").is_dir())) or is_database(one):
            return one
    return None


def _record(path: Path, *, writing: bool) -> Record:
    if path.is_dir():
        return RecordFolder(path)
    return RecordTable(open_sqlite(path) if writing else read_sqlite(path))


def _vault(path: Path | None, *, writing: bool) -> VaultStore | None:
    if path is None:
        return None
    if path.is_dir():
        return VaultFolder(path)
    return VaultTable(open_sqlite(path) if writing else read_sqlite(path)) if is_database(path) else None


def _missing(path: Path) -> InputRefused:
    return refuse(
        str(path),
        "record.missing",
        what=("記録がない", "there is no record here"),
        remedy=("record フォルダか record.db、又はそれがあるフォルダを指定する", "name the record folder or record.db, or the folder that holds it"),
    )
