"""What may be wrong with an export of installed devices, and how to mend it."""

from ..complaints import Words

WORDS = {
    "estate.unrecognised": Words(
        ("何の書き出しか分からないファイルです", "this file is no export that is known here"),
        (
            "NetBox・Snipe-IT・nmap・snmpwalk・機器の表示・ARP/DHCP・MDM・台帳のいずれかを渡すか、台帳なら --mapping で列を示してください",
            "pass an export of NetBox, Snipe-IT, nmap, snmpwalk, a capture, ARP or DHCP table, MDM, or a register with --mapping",
        ),
    ),
    "estate.no-columns": Words(
        ("機器を表す列が見つかりません", "no column tells of a device"),
        (
            "見出しに製造業者・型番・シリアル番号・MACアドレス・IPアドレス等を書くか、--mapping で列を示してください",
            "head the columns maker, model, serial, mac, address …, or say which is which with --mapping",
        ),
    ),
    "estate.column-twice": Words(
        ("同じ意味の列が二つあり、先のものを使いました", "two columns mean the same; the first was used"),
        ("--mapping で使う列を示してください", "say which one with --mapping"),
        warning=True,
    ),
    "estate.mapping": Words(
        ("対応表が読めません", "the mapping cannot be read"),
        ("columns: の下に 項目: 見出し の形で書いてください", "write FACT: HEADER under columns:"),
    ),
    "estate.mapping-fact": Words(
        ("対応表にない項目です", "there is no such fact to map to"),
        ("項目の一覧は docs/reference/estate-formats.md にあります", "the facts are listed in docs/reference/estate-formats.md"),
    ),
    "estate.mapping-header": Words(
        ("対応表の見出しがどの表にもありません", "no table has the header that the mapping names"),
        ("見出しの文字か列記号(A, B, …)を書いてください", "write a header's text or a column letter (A, B, …)"),
    ),
    "estate.nothing-told": Words(
        ("機器を特定する値が一つもない行です", "the row tells nothing by which a device could be known"),
        (
            "製造業者・型番・シリアル番号・MAC・IPアドレス・資産番号のいずれかを書いてください",
            "write a maker, model, serial, MAC, address or asset tag",
        ),
        warning=True,
    ),
    "estate.mac-unreadable": Words(
        ("MACアドレスとして読めません", "this is no MAC address"),
        ("00:11:22:33:44:55 の形で書いてください", "write it as 00:11:22:33:44:55"),
        warning=True,
    ),
    "estate.imei-wrong": Words(
        ("IMEIの桁数か検査数字が違います", "the IMEI has a wrong length or check digit"),
        ("端末の *#06# の表示と照らしてください", "compare it with what *#06# shows on the phone"),
        warning=True,
    ),
    "estate.day-unreadable": Words(
        ("日付として読めず、観測日なしとしました", "this is no date; the sighting has none"),
        ("2026-04-01 の形で書いてください", "write it as 2026-04-01"),
        warning=True,
    ),
    "estate.record-shape": Words(
        ("機器の一覧(オブジェクトの配列)ではありません", "this is no list of devices (an array of objects)"),
        ("results・devices の配列か、配列そのものを書き出してください", "export an array, or an object that holds one as results or devices"),
    ),
    "estate.nothing-seen": Words(
        ("機器が一台も見つかりません", "no device was seen in it"),
        ("書き出しの範囲を確かめてください", "check what was exported"),
        warning=True,
    ),
}
