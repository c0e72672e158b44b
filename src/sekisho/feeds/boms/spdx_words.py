"""What can be wrong with an SPDX file, in both languages. The codes are stable; the words may improve."""

from ..complaints import Words
from .cyclonedx_words import MOST_COMPONENTS, MOST_LEVELS

_EXPORT = (
    "作成ツールで SPDX 2.2、2.3、3.0(JSON、2.x はタグ形式も可)として書き出し直してください",
    "export it again from the tool that made it, as SPDX 2.2, 2.3 or 3.0 in JSON (2.x in tag-value form as well)",
)
_AS_SPECIFIED = ("SPDX の仕様で確かめてください", "check it against the specification of SPDX")
WORDS = {
    "spdx.version": Words(
        ("読める版は SPDX 2.2、2.3、3.0 だけです。このファイルの版", "only SPDX 2.2, 2.3 and 3.0 are read; this file is"),
        _EXPORT,
    ),
    "spdx.too-large": Words(
        (
            f"部品が {MOST_COMPONENTS:,} 個か {MOST_LEVELS} 階層を超えています",
            f"the file has more than {MOST_COMPONENTS:,} components or {MOST_LEVELS} levels",
        ),
        ("製品ごとに分けてください", "split it by product"),
    ),
    "spdx.shape": Words(("この場所の値の形が SPDX と違います", "the value here does not have the form that SPDX gives it"), _AS_SPECIFIED),
    "spdx.id-missing": Words(
        ("要素の識別子がありません", "the element has no identifier"), ("SPDXID(spdxId)を書いてください", "give it an SPDXID (spdxId)")
    ),
    "spdx.id-twice": Words(
        ("同じ識別子の要素が二つあります", "two elements have the same identifier"),
        ("識別子を要素ごとに変えてください", "give each element its own identifier"),
    ),
    "spdx.name-missing": Words(("要素の名称がありません", "the element has no name"), ("名称を書いてください", "give it a name")),
    "spdx.agent-unreadable": Words(
        ("誰のことか分からないので、不明としました", "who is meant cannot be read and was left open"),
        (
            "「Organization: 名称」か「Person: 名称」と書くか、文書の中の Agent を指してください",
            "write `Organization: NAME` or `Person: NAME`, or refer to an Agent of the document",
        ),
        warning=True,
    ),
    "spdx.line-unread": Words(
        ("タグの行として読めないので、読み飛ばしました", "this is no line of tag and value and was passed over"),
        ("「タグ: 値」の形に直してください", "write it as `Tag: value`"),
        warning=True,
    ),
    "spdx.text-open": Words(
        ("<text> が閉じていません", "a <text> never closes"),
        ("</text> を書いてください", "close it with </text>"),
    ),
}
