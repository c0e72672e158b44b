"""What can be wrong with a GLEIF file as an ownership chart, in both languages."""

from ..complaints import Words

MOST_RECORDS = 500_000

_AGAIN = ("GLEIF から取得し直し、切り出しのしかたを確かめてください", "retrieve it again from GLEIF, and check how it was cut down")
GLEIF_WORDS = {
    "gleif.not-gleif": Words(
        ("GLEIF の記録(レベル1、レベル2、報告例外)がありません", "there is no record of GLEIF's: level 1, level 2 or reporting exceptions"), _AGAIN
    ),
    "gleif.too-many": Words(
        (f"記録が {MOST_RECORDS:,} 件を超えています", f"the file has more than {MOST_RECORDS:,} records"),
        ("案件に関係する LEI の記録だけにしてください", "cut it down to the LEIs that concern the case"),
    ),
    "gleif.record": Words(("GLEIF の記録の形ではありません", "this record does not have the form of GLEIF's"), _AGAIN),
    "gleif.lei": Words(("LEI(英数字 20 字)ではありません", "this is no LEI (20 letters and digits)"), _AGAIN),
    "gleif.date": Words(("日付が読めません", "the date cannot be read"), ("2026-04-01 の形にしてください", "write it like 2026-04-01")),
    "gleif.relationship-type": Words(
        ("知らない種類の関係なので読みませんでした", "a relationship of an unknown type was left out"),
        ("その関係を別に確かめてください", "look into that relationship yourself"),
        warning=True,
    ),
    "gleif.void": Words(
        ("登録が取り消されたか確定していない関係なので数えていません", "a relationship whose registration is void or pending was left out"),
        ("GLEIF の最新の記録を確かめてください", "look at GLEIF's latest record"),
        warning=True,
    ),
    "gleif.exception": Words(
        ("報告例外の区分か理由が分かりません", "the category or reason of this reporting exception is not known"),
        ("GLEIF の報告例外の仕様を確かめてください", "check it against GLEIF's format of reporting exceptions"),
    ),
}
