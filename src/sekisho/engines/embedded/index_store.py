"""Compiled indexes kept beside the keys, one file an edition and a set of rules; made when it is not there, made again when it does not hold.

Several processes may make the same index at once: each writes a file of its own, and the last one takes the place of the others' equal one.
"""

from collections.abc import Callable
from pathlib import Path

from ...faults import RegisterRefused
from ...feeds.csv_out import unwritable
from ...register.model import Edition
from .name_index import NameIndex, Say, rules_digest

SUFFIX = ".idx"
Tell = Callable[[str, str], None]


def index_path(edition: Edition, folder: Path) -> Path:
    """Where the index of an edition lies, made by the rules of this version."""
    return folder / f"{edition.digest}-{rules_digest()[:16]}{SUFFIX}"


def kept_index(edition: Edition, folder: Path, *, tell: Tell, progress: Say | None = None) -> Path:
    """The file of an edition's index. `progress` is told (names done, names in all) while it is made; InputRefused where it cannot be written."""
    path = index_path(edition, folder)
    if opened_at(path, edition, tell) is None:
        tell("登録簿の名称の索引を作っています", "building the index of the register's names")
        try:
            NameIndex.build(edition, progress).write(path)
        except OSError as error:
            raise unwritable(path) from error
    return path


def opened_at(path: Path, edition: Edition, tell: Tell | None = None) -> NameIndex | None:
    """The index that is kept there, or None where there is none, or one that does not hold or is of something else."""
    if not path.is_file():
        return None
    try:
        kept = NameIndex.open(path)
    except (RegisterRefused, OSError, ValueError, KeyError):
        if tell:
            tell(f"警告: 索引が壊れているため作り直します: {path}", f"warning: the kept index is broken and is built again: {path}")
        return None
    return kept if kept.current and kept.about.get("edition") == edition.digest else None
