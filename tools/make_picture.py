"""Make docs/examples/judgement.png: page 1 of the demo's judgement paper (判定書), small enough for a read-me.

Run it after the paper changes: `make demo && .venv/bin/python tools/make_picture.py`. It needs the extra `pdf` and the group `dev`.
"""

import io
import sys
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
PAPER = ROOT / "build/demo/papers/judgement.ja.pdf"
PICTURE = ROOT / "docs/examples/judgement.png"
DOTS_PER_INCH = 110
COLOURS = 64
MOST_OCTETS = 300 * 1024


def picture_of(paper: bytes) -> bytes:
    """Page 1 as a PNG of at most 64 colours."""
    page = pypdfium2.PdfDocument(paper)[0]
    image = page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("RGB").quantize(colors=COLOURS)
    stream = io.BytesIO()
    image.save(stream, format="PNG", optimize=True)
    return stream.getvalue()


def main() -> None:
    paper = Path(sys.argv[1]) if len(sys.argv) > 1 else PAPER
    if not paper.is_file():
        sys.exit(f"{paper} is not there: run `make demo` first, or name a judgement.ja.pdf")
    octets = picture_of(paper.read_bytes())
    if len(octets) > MOST_OCTETS:
        sys.exit(f"the picture has {len(octets)} octets, more than {MOST_OCTETS}")
    PICTURE.write_bytes(octets)
    print(f"{len(octets)} octets -> {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
