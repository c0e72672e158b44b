"""What may be wrong with a register file in somebody else's format, and how to mend it."""

from ..complaints import Words

_AGAIN = ("公表元から取得し直す", "retrieve it again from its publisher")
_ROW = ("公表元の行を確かめ、取得し直す", "look at the row at its publisher, and retrieve the file again")
_NOTED = ("確認だけでよい", "nothing to mend; look at it")

WORDS = {
    "register.layout": Words(
        ("ファイルの形が出典カードの format に合わない", "the file does not have the layout of its card's format"),
        ("出典カードの format を確かめるか、取得し直す", "check `format` in its card, or retrieve the file again"),
    ),
    "register.row-columns": Words(("欄の数が合わない", "the row does not have the format's number of columns"), _ROW),
    "register.row-name": Words(("名称がない", "the row has no name"), _ROW),
    "register.row-number": Words(("番号を読めない", "its number cannot be read"), _ROW),
    "register.row-date": Words(("日付を読めない", "its date cannot be read"), _ROW),
    "register.orphan": Words(
        ("別称や住所が、主たる一覧にない者を指している", "an alias, address or remark is of an entity that the main file lacks"),
        ("同じ日の一式を取得し直す", "retrieve all files of one day again"),
    ),
    "register.persons-left-out": Words(
        ("個人の行を採らなかった(件数)", "rows of natural persons were left out (how many)"),
        ("個人も要るなら、出典カードに persons: true と書く", "write `persons: true` in the card if persons are wanted too"),
        warning=True,
    ),
    "register.others-left-out": Words(
        ("船舶、航空機など、事業者でない行を採らなかった(件数)", "rows of vessels, aircraft and the like were left out (how many)"),
        _NOTED,
        warning=True,
    ),
    "register.unmarked-names": Words(
        (
            "個人か事業者か一覧が示さない名称を、弱い別称として採った(件数)",
            "names that the list marks neither as a person's nor as a company's were taken as weak names (how many)",
        ),
        ("一致は「可能性」にとどまる。persons: true なら正式名称とする", "a match is only possible; `persons: true` takes them as full names"),
        warning=True,
    ),
    "register.fcc-entry": Words(
        ("対象の者も品目も読み取れない", "neither an entity nor a class of goods can be read from the entry"),
        ("sekisho-csv の行として書く", "write the entry as a row of sekisho-csv"),
    ),
    "register.notice-entry": Words(
        ("告示の項目を読み取れない(名称、英名、所在地)", "an entry of the notice cannot be read (names, English name, 所在地)"),
        ("抜き出した文字の並びを確かめる", "check the order of the extracted text"),
    ),
    "register.notice-gap": Words(
        ("告示の番号が続いていない", "the numbers of the notice do not follow one another"),
        ("頁が欠けていないか確かめ、取得し直す", "check whether a page is missing, and retrieve it again"),
    ),
    "register.notice-aliases": Words(
        ("別称の数が告示の述べる数と異なる", "the aliases are not as many as the notice says"),
        ("その項目の別称を確かめる", "check the aliases of that entry"),
        warning=True,
    ),
    "register.record": Words(("記録の形が読めない", "the record does not have the documented shape"), _AGAIN),
    "register.links-left-out": Words(
        (
            "親会社として採らなかった出資関係の件数(半分に満たない、終了した、相手がこのファイルにない、二つ目以降)",
            "ownership links not taken as a parent, how many (below half, ended, the other end not in the file, a second parent)",
        ),
        ("出資の計算には所有関係の図を使う", "use an ownership chart for shares"),
        warning=True,
    ),
    "register.sanctions-left-out": Words(
        ("対象がこのファイルにないか採られていない指定の件数", "designations of entities that are not in the file or not taken (how many)"),
        _NOTED,
        warning=True,
    ),
    "register.corporate-number": Words(("法人番号ではない(13桁、検査数字)", "this is not a corporate number (13 digits, check digit)"), _ROW),
    "register.lei": Words(("LEI ではない", "this is not an LEI (18 letters or digits and two check digits)"), _ROW),
}
