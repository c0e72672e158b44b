"""A list of ids as a text file: one a line."""

from pathlib import Path


def ids_in(path: Path) -> frozenset[str]:
    """The lines of a text file of ids, one a line; none where the file is something else (an edition, whole or cut, starts with a brace)."""
    try:
        text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    except UnicodeDecodeError:
        return frozenset()
    return frozenset() if text.lstrip().startswith("{") else frozenset(line.strip() for line in text.splitlines() if line.strip())
