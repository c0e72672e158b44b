"""Stamp the digests of the package's own data into src/sekisho/DIGESTS (`make digests`)."""

import hashlib
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src/sekisho"
SUFFIXES = (".yaml", ".tsv")


def stamped() -> dict[str, str]:
    """Path within the package -> SHA-256 of its bytes, samples left out."""
    found = {}
    for path in sorted(PACKAGE.rglob("*")):
        relative = path.relative_to(PACKAGE).as_posix()
        if path.suffix in SUFFIXES and not relative.startswith("samples/"):
            found[relative] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def main() -> None:
    lines = [f"{digest}  {path}" for path, digest in stamped().items()]
    (PACKAGE / "DIGESTS").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(lines)} digests stamped")


if __name__ == "__main__":
    main()
