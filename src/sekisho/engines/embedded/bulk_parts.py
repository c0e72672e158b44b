"""What is finished of a bulk run, kept beside its output so that a killed run goes on: `OUT.part/` with a file a part, a journal and a lock.

A part counts as finished where the journal has its line, its file has the digest of that line, and it was made of the names at hand. The journal's
first line says what the run rests on; a run that rests on anything else begins anew. Only the process that holds the lock writes here.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ...canonical import sha256_hex
from ...faults import InputRefused, refuse
from ...feeds.csv_out import unwritable
from .disk import write_durably

FORMAT = "sekisho-match/1"
JOURNAL, LOCK = "journal.jsonl", "lock"
_OURS = re.compile(r"part-\d{8}\.csv|journal\.jsonl|lock|\.new-.*")
Tell = Callable[[str, str], None]
Basis = Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A finished part: its number, SHA-256 of the names it was made of and of its octets, and what was counted in it."""

    number: int
    names: str
    octets: str
    counts: Mapping[str, int]


class Parts:
    """The parts of one run. `opened` gives it under its lock."""

    def __init__(self, out: Path, folder: Path) -> None:
        self.out, self.folder = out, folder
        self._known: dict[int, Part] = {}
        self._journal: Any = None

    def finished(self, number: int, names: str) -> Part | None:
        """The part as an earlier run left it, if it holds."""
        part = self._known.get(number)
        if part is None or part.names != names:
            return None
        try:
            return part if sha256_hex(self._file(number).read_bytes()) == part.octets else None
        except OSError:
            return None

    def keep(self, number: int, names: str, octets: bytes, counts: Mapping[str, int]) -> None:
        """Keep a part; once the journal has its line, a kill does not lose it. InputRefused where it cannot be written."""
        try:
            write_durably(self._file(number), octets)
            self._journal.write(_line(asdict(Part(number=number, names=names, octets=sha256_hex(octets), counts=counts))))
            self._journal.flush()
            os.fsync(self._journal.fileno())
        except OSError as error:
            raise unwritable(self.folder) from error

    def join(self, head: bytes, count: int) -> None:
        """Put the parts together in the place of the output, whole or not at all, and remove them."""
        try:
            handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(head)
                    for number in range(count):
                        with self._file(number).open("rb") as part:
                            shutil.copyfileobj(part, file)
                    file.flush()
                    os.fsync(file.fileno())
                Path(temporary).chmod(0o644)
                Path(temporary).replace(self.out)
            finally:
                Path(temporary).unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(self.out) from error
        self.discard()

    def discard(self) -> None:
        """Remove the folder, journal first: what is left of it after a kill is no run that could go on."""
        self.close()
        for path in (self.folder / JOURNAL, *self.folder.glob("part-*.csv"), self.folder / LOCK):
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def close(self) -> None:
        """Close the journal; the parts stay."""
        if self._journal is not None:
            self._journal.close()

    def resume(self, basis: Basis, tell: Tell) -> None:
        """Take over what an earlier run of the same basis finished; begin anew where it rests on something else, and say on what."""
        head, parts = self._read_journal()
        changed = sorted(name for name in {*basis, *head} if head.get(name) != basis.get(name)) if head else []
        if changed:
            named = ", ".join(changed)
            tell(f"前回と異なるため最初から照合します: {named}", f"beginning anew, since the earlier run had another {named}")
        self._known = {} if changed else {part.number: part for part in parts}
        if self._known:
            many = len(self._known)
            tell(f"中断した照合の続きから始めます(照合済みの区切り {many:,})", f"going on from an earlier run: {many:,} parts are matched already")
        for path in (*self.folder.glob(".new-*"), *(() if self._known else self.folder.glob("part-*.csv"))):
            path.unlink(missing_ok=True)
        lines = [_line({"format": FORMAT, **basis}), *(_line(asdict(part)) for part in self._known.values())]
        write_durably(self.folder / JOURNAL, b"".join(lines))
        self._journal = (self.folder / JOURNAL).open("ab")

    def _read_journal(self) -> tuple[dict[str, Any], list[Part]]:
        """The head without its format, and the parts; a last line that was cut short is left out, and so is a journal of another format."""
        try:
            octets = (self.folder / JOURNAL).read_bytes()
            head, *lines = [json.loads(line) for line in octets[: octets.rfind(b"\n") + 1].splitlines()]
            if head.pop("format") == FORMAT:
                return head, [Part(**line) for line in lines]
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            pass
        return {}, []

    def _file(self, number: int) -> Path:
        return self.folder / f"part-{number:08d}.csv"


@contextlib.contextmanager
def opened(out: Path, basis: Basis, tell: Tell) -> Iterator[Parts]:
    """The parts of the run that writes `out`. InputRefused where the folder is not ours, cannot be written, or another run is at work in it."""
    folder = out.with_name(out.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strange = next((path.name for path in folder.iterdir() if not _OURS.fullmatch(path.name)), None)
    except OSError as error:
        raise unwritable(folder) from error
    if strange is not None:
        raise _not_ours(folder, strange)
    with _locked(folder):
        parts = Parts(out, folder)
        try:
            parts.resume(basis, tell)
        except OSError as error:
            raise unwritable(folder) from error
        try:
            yield parts
        finally:
            parts.close()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The lock is the operating system's: it ends with the process, however that ends."""
    path = folder / LOCK
    try:
        opened_lock = path.open("ab")
    except OSError as error:
        raise unwritable(folder) from error
    with opened_lock as file:
        if not _lock(file) or not path.exists() or path.stat().st_ino != os.fstat(file.fileno()).st_ino:
            raise _at_work(folder)
        yield


def _lock(file: Any) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def names_digest(columns: Mapping[str, list[str]]) -> str:
    """SHA-256 of the names of a part, column by column."""
    found = hashlib.sha256()
    for name in sorted(columns):
        found.update(json.dumps([name, columns[name]], ensure_ascii=False).encode())
    return found.hexdigest()


def _at_work(folder: Path) -> InputRefused:
    return refuse(
        str(folder),
        "match.at-work",
        what=("同じ出力への照合が動いています", "another run is at work on the same output"),
        remedy=("終わるのを待つか、別の -o を指定してください", "wait for it, or name another output with -o"),
    )


def _not_ours(folder: Path, strange: str) -> InputRefused:
    return refuse(
        str(folder),
        "match.not-our-folder",
        what=("照合の途中結果を置くフォルダに、ほかのものがあります", "the folder for unfinished work holds something else"),
        remedy=("それを移すか、別の -o を指定してください", "move it away, or name another output with -o"),
        shown=strange,
    )
