"""Files that are there whole or not at all: temporary file, fsync, rename, fsync of the folder; and one writer at a time."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ...faults import InputRefused, fault

FRESH = ".new-"


def write_durably(path: Path, octets: bytes) -> None:
    """Write a file so that after a crash it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=FRESH)
    try:
        try:
            _write_all(handle, octets)
            os.fsync(handle)
        finally:
            os.close(handle)
        os.chmod(temporary, 0o644)  # noqa: PTH101 (mkstemp gives 0600; a record and its papers are read by others)
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def _write_all(handle: int, octets: bytes) -> None:
    rest = memoryview(octets)
    while rest:
        rest = rest[os.write(handle, rest) :]


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system has a way to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def missing_parents(folder: Path) -> set[Path]:
    """The folders whose names must be made durable for `folder`, once it is made, to stay."""
    found: set[Path] = set()
    while not folder.is_dir():
        folder = folder.parent
        found.add(folder)
    return found


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """One writer at a time. The lock dies with its process; its file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise InputRefused(
                [
                    fault(
                        str(path),
                        "record.locked",
                        what=("別の処理がこの記録に書いている", "another run is writing to this record"),
                        remedy=("終わるのを待つ", "wait for it to end"),
                    )
                ]
            ) from error
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
