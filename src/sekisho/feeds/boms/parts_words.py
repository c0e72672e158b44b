"""What can be wrong with a hardware bill of materials in a spreadsheet, in both languages. The codes are stable; the words may improve."""

from ..complaints import Words
from .cyclonedx_words import MOST_COMPONENTS, MOST_LEVELS

_MEND_ROW = ("その行を確かめてください", "check that row")
WORDS = {
    "parts.no-header": Words(
        ("部品表の見出し行が見つかりません", "no row heads a bill of materials"),
        (
            "メーカー、型番、数量、部品記号などの見出しを一行に書いてください",
            "write the headers on one row: manufacturer, part number, quantity, reference designator",
        ),
    ),
    "parts.nothing": Words(
        ("見出しの下に部品の行がありません", "there is no row of a part below the header"),
        ("部品を一行ずつ書いてください", "write one part a row"),
    ),
    "parts.too-large": Words(
        (
            f"部品が {MOST_COMPONENTS:,} 個か {MOST_LEVELS} 階層を超えています",
            f"the file has more than {MOST_COMPONENTS:,} components or {MOST_LEVELS} levels",
        ),
        ("製品ごとに分けてください", "split it by product"),
    ),
    "parts.row-without-part": Words(
        ("部品を示していない行なので、部品としませんでした", "the row names no part and was taken as none"),
        ("品名、値、メーカー、型番のいずれかを書いてください", "write a description, value, manufacturer or part number"),
        warning=True,
    ),
    "parts.alternate-without-line": Words(
        ("どの行の代替部品か分からないので、部品として読みました", "it is not known which line this is an alternate of; it was read as a part"),
        ("代替部品は、その部品の行のすぐ下に書いてください", "write an alternate directly below the line of its part"),
        warning=True,
    ),
    "parts.alternate-named-apart": Words(
        (
            "数量も部品記号もなく、上の行と違う品名の行です。上の行の代替部品としました",
            "the row has neither quantity nor designator and another description than the line above; it was taken as an alternate of that line",
        ),
        ("別の部品であれば数量を書いてください", "write a quantity if it is a part of its own"),
        warning=True,
    ),
    "parts.quantity-unreadable": Words(
        ("数量が読めないので、部品記号の数か 1 個としました", "the quantity cannot be read and was taken from the designators, or as 1"),
        ("0 以上の数を書いてください", "write a number, 0 or more"),
        warning=True,
    ),
    "parts.quantity-differs": Words(
        ("数量と部品記号の数が違います。数量を採りました", "the quantity and the number of designators differ; the quantity was taken"),
        _MEND_ROW,
        warning=True,
    ),
    "parts.level-unreadable": Words(
        (
            "階層が読めないか、一つ飛ばしているので、直前の部品の下としました",
            "the level cannot be read or skips one; the part was put below the last one",
        ),
        ("階層は 1、2、3 のように書いてください", "write levels as 1, 2, 3"),
        warning=True,
    ),
    "parts.country-unreadable": Words(
        ("国が読めないので、国は不明としました", "the country cannot be read and was left open"),
        ("ISO 3166-1 の二文字(JP など)か国名にしてください", "write the two letters of ISO 3166-1, such as JP, or a country's name"),
        warning=True,
    ),
    "parts.hidden-sheet": Words(
        ("隠れたシートに部品表があります。読みました", "a hidden sheet holds parts; it was read"),
        ("要らないシートなら削除してください", "delete the sheet if it is not meant"),
        warning=True,
    ),
    "parts.sheet-unread": Words(
        ("部品表の見出し行がないシートなので、読んでいません", "the sheet has no row that heads a bill of materials and was not read"),
        ("部品があるなら見出しを書いてください", "write the headers if it holds parts"),
        warning=True,
    ),
}
