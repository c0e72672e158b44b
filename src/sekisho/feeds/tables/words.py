"""What can be wrong with a table of marks, in both languages. The codes are stable; the words may improve."""

from ..complaints import Words

WORDS = {
    "table.not-a-table": Words(
        ("識別情報の対照表として読めません", "this is not a table of marks of that kind"),
        (
            "docs/reference/marks.md の書式(IEEE の CSV、Wireshark の manuf、IANA の一覧、pci.ids、usb.ids など)で渡してください",
            "give one of the formats of docs/reference/marks.md (IEEE CSV, Wireshark manuf, IANA list, pci.ids, usb.ids …)",
        ),
    ),
    "table.column-missing": Words(
        ("必要な列がありません", "a required column is missing"),
        ("見出し行に識別番号と製造業者の列を入れてください", "put a column for the key and one for the maker into the header"),
    ),
    "table.row-unreadable": Words(
        ("識別番号か製造業者として読めない行です", "this row has no readable key, or no maker"),
        ("その行を直すか、もとの一覧を取得し直してください", "mend the row, or retrieve the list again"),
    ),
    "table.left-out": Words(
        (
            "製造業者を示さない行(非公開、予約、対応外の長さ)を除きました(件数)",
            "rows that name no maker (private, reserved, of another length) were left out (how many)",
        ),
        ("そのままで構いません", "nothing needs to be done"),
        warning=True,
    ),
    "table.key-twice": Words(
        (
            "同じ識別番号に別の製造業者があります。先の行を採りました(件数)",
            "a key stands there twice with different makers; the first row counts (how many)",
        ),
        ("もとの一覧を確かめてください", "check the source"),
        warning=True,
    ),
    "table.empty": Words(
        ("行がありません", "the table has no rows"),
        ("もとの一覧を取得し直してください", "retrieve the list again"),
    ),
}
