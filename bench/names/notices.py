"""The Japanese notices (告示) as extracted text, read independently of the package's own reader, to label its pairs and count its entries."""

import functools
import re
import unicodedata
from dataclasses import dataclass

from .sources import corpus, tidy

FILES = ("250912_list_daisangoku_tokutei.pdf.txt", "list_belarus_tokutei.pdf.txt")
_CJK = r"[぀-ヿ㐀-鿿＝・〔〕（）]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Designated:
    """One numbered entry: its Japanese name, its English name and the English aliases."""

    id: str
    japanese: str
    english: str
    aliases: tuple[str, ...] = ()


@functools.cache
def entries() -> tuple[Designated, ...]:
    return tuple(entry for name in FILES for entry in read((corpus() / "meti" / name).read_text(encoding="utf-8"), name[:6]))


def read(text: str, prefix: str) -> list[Designated]:
    """Entries follow one another by number; each ends where its address (所在地) begins."""
    found: list[Designated] = []
    for part in re.split("所在地", text)[:-1]:
        head = _head(part, len(found) + 1)
        if head is not None:
            found.append(_entry(head, f"{prefix}-{len(found) + 1}"))
    return found


def _head(part: str, number: int) -> str | None:
    """The text from the entry's own number: at a line's start or glued to the address before it, Japanese on the rest of the line or the next."""
    digits = "".join(f"[{digit}{chr(ord(digit) + 0xFEE0)}]" for digit in str(number))
    for match in re.finditer(rf"(?:^|(?<=[A-Za-z.;)）])){digits}[ 　]", part, re.MULTILINE):
        if re.search(_CJK, part[match.end() :][:60]):
            return part[match.end() :]
    return None


def _entry(head: str, number: str) -> Designated:
    end = max((match.end() for match in re.finditer(_CJK, head)), default=0)
    glued = head[end - 1 : end] == "）" and re.match(r"[A-Z]", head[end:])
    cut = end if glued or "\n" not in head[end:] else head.index("\n", end)
    japanese, english = head[:cut].replace("\n", ""), head[cut:]
    name, *listed = re.split(r",?\s*(?:a\.k\.a\.|the following|including)", " ".join(english.split("\n")), maxsplit=1)
    aliases = re.findall(r"(?:^|[;:\s])[-—–]\s*([^;]+?)(?:; and|;|\.?\s*$|$)", listed[0].partition(":")[2]) if listed else []
    main = tidy(re.split("[（(]", unicodedata.normalize("NFC", japanese))[0])
    glued_name = re.search(rf"(?<={_CJK})[A-Z][a-z]\w* .+", main)
    if glued_name:
        main, name = main[: glued_name.start()], re.split("別称", glued_name[0])[0]
    return Designated(id=number, japanese=main, english=tidy(name.rstrip(" .")), aliases=tuple(aliases))
