"""What can be wrong with a FollowTheMoney file as an ownership chart, in both languages."""

from ..complaints import Words

_AGAIN = ("エクスポートし直してください", "export it again")
FTM_WORDS = {
    "ftm.not-ftm": Words(
        ("FollowTheMoney の実体を一行に一つ書いたファイルではありません", "no line is an entity of FollowTheMoney"),
        ("entities.ftm.json の形(一行に一つの JSON)で書き出してください", "export it as entities.ftm.json: one JSON object a line"),
    ),
    "ftm.record": Words(
        (
            "FollowTheMoney の実体(id、schema、properties)ではありません",
            "this line is no entity of FollowTheMoney (id, schema, properties of lists of text)",
        ),
        _AGAIN,
    ),
    "ftm.link-open": Words(
        ("関係の一方の端がありません(使っていません)", "a link lacks one of its ends and was not used"),
        ("もう一方が誰かを確かめてください", "find out who is at the other end"),
        warning=True,
    ),
    "ftm.party-missing": Words(
        ("関係が指す者がファイルにありません(不明な者として扱います)", "the file does not describe whom a link names (it is treated as unknown)"),
        ("その者の行を加えてください", "add the line about it"),
        warning=True,
    ),
    "ftm.percentage": Words(
        ("割合が読めません(0〜100%として扱います)", "the percentage cannot be read (it is taken as 0 to 100)"),
        ("25、25.5%、25-50、>50 のように書いてください", "write it like 25, 25.5 %, 25-50 or >50"),
        warning=True,
    ),
    "ftm.date": Words(
        ("日付が読めないか、終わりが始まりより前です", "a date cannot be read, or the end is before the start"),
        ("2026、2026-04、2026-04-01 のいずれかの形にしてください", "write it like 2026, 2026-04 or 2026-04-01"),
    ),
}
