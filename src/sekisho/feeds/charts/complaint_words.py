"""What can be wrong with an ownership chart, in both languages. The codes are stable; the words may improve."""

from ..complaints import Words

MOST_STATEMENTS = 200_000

CSV_WORDS = {
    "chart.not-a-table": Words(
        ("所有関係の表として読めません", "this is not a table of holdings"),
        (
            "見出し行 owner,owned,share_min,share_max,from,to のある CSV にしてください",
            "give a CSV with the header owner,owned,share_min,share_max,from,to",
        ),
    ),
    "chart.column-missing": Words(
        ("必要な列がありません", "a required column is missing"),
        ("見出し行に owner と owned の列を入れてください", "put the columns owner and owned into the header"),
    ),
    "chart.column-twice": Words(
        ("同じ列が二度あります", "a column stands twice in the header"),
        ("どちらか一つにしてください", "keep one of them"),
    ),
    "chart.column-unknown": Words(
        ("知らない列なので読みません", "this column is not known and was not read"),
        ("列名を確かめてください。不要な列ならこのままで構いません", "check its name; leave it if it is not needed"),
        warning=True,
    ),
    "chart.row-too-long": Words(
        ("見出しより多くのセルがある行です", "the row has more cells than the header"),
        ("名称にコンマがあるときは引用符で囲んでください", "put names that contain a comma in quotes"),
    ),
    "chart.owner-missing": Words(
        ("所有者がありません", "the owner is missing"),
        ("所有者の名称を書くか、分からなければ「不明」と書いてください", "write the owner's name, or `unknown`"),
    ),
    "chart.owned-missing": Words(
        ("被所有者がありません", "the owned entity is missing"),
        ("所有されている法人の名称を書いてください", "write the name of the entity that is owned"),
    ),
    "chart.share-unreadable": Words(
        ("割合が数ではありません", "the share is not a number"),
        (
            "0 から 100 の数(小数点は「.」)を書くか、分からなければ空欄にしてください",
            "write a number from 0 to 100 with a decimal point, or leave it blank",
        ),
    ),
    "chart.share-out-of-range": Words(
        ("割合が 0 から 100 の間にありません", "the share is not between 0 and 100"),
        ("百分率で書いてください", "write a percentage"),
    ),
    "chart.share-reversed": Words(
        ("下限が上限より大きくなっています", "the minimum is above the maximum"),
        ("下限と上限を確かめてください", "check both"),
    ),
    "chart.share-looks-like-fraction": Words(
        ("すべての割合が 1 以下です(百分率として読みました)", "every share is 1 or less (they were read as percentages)"),
        ("0.5 が 50% の意味なら 50 と書いてください", "write 50 where 0.5 means 50%"),
        warning=True,
    ),
    "chart.date-unreadable": Words(
        ("日付が読めません", "the date cannot be read"),
        ("2026-04-01 のように書くか、分からなければ空欄にしてください", "write it like 2026-04-01, or leave it blank"),
    ),
    "chart.period-reversed": Words(
        ("開始日が終了日より後です", "the period ends before it starts"),
        ("from と to を確かめてください", "check from and to"),
    ),
    "chart.kind-unknown": Words(
        ("所有者の種別が分かりません", "the owner's kind is not known"),
        ("entity(法人)、person(個人)、state(国)、unknown(不明)のいずれかにしてください", "write entity, person, state or unknown"),
    ),
    "chart.control-unknown": Words(
        ("支配の種類が分かりません", "the kind of control is not known"),
        (
            "boardMember(役員)、appointmentOfBoard(役員の選任権)、votingRights(議決権)などにしてください",
            "write boardMember, appointmentOfBoard, votingRights or another kind of docs/reference/charts.md",
        ),
    ),
    "chart.country-unreadable": Words(
        ("国コードが読めません", "the country code cannot be read"),
        ("ISO 3166-1 の二文字(JP など)にしてください", "write the two letters of ISO 3166-1, such as JP"),
    ),
    "chart.holder-differs": Words(
        (
            "同じ番号の者の名称・国・種別が行によって違います(先の行に従いました)",
            "rows differ on the name, country or kind of one id (the first was kept)",
        ),
        ("同じ者なら揃え、違う者なら番号を分けてください", "make them agree, or give different ids to different holders"),
        warning=True,
    ),
}

_EXPORT = ("BODS 0.4 で書き出し直すか、CSV(owner,owned,share_min,share_max,from,to)にしてください",
           "export it again as BODS 0.4, or give a CSV with owner,owned,share_min,share_max,from,to")  # fmt: skip
_AS_SCHEMA = ("BODS 0.4 のスキーマで確かめてください", "check it against the schema of BODS 0.4")
BODS_WORDS = {
    "bods.not-bods": Words(("BODS の文の配列ではありません", "this is not an array of BODS statements"), _EXPORT),
    "bods.version": Words(("読めるのは BODS 0.4 だけです。このファイルの版", "only BODS 0.4 is read; this file is of version"), _EXPORT),
    "bods.too-many": Words(
        (f"文が {MOST_STATEMENTS} 件を超えています", f"the file has more than {MOST_STATEMENTS} statements"),
        ("案件に関係する部分だけにしてください", "cut it down to what concerns the case"),
    ),
    "bods.statement-shape": Words(("文の形が BODS 0.4 と違います", "the statement does not have the form of BODS 0.4"), _AS_SCHEMA),
    "bods.date": Words(("日付が読めません", "the date cannot be read"), ("2026-04-01 の形にしてください", "write it like 2026-04-01")),
    "bods.share": Words(
        ("割合が 0 から 100 の範囲の数ではないか、下限が上限を超えています", "the share is not a range within 0 to 100"),
        ("share の exact または minimum と maximum を確かめてください", "check exact, or minimum and maximum, of the share"),
    ),
    "bods.statement-twice": Words(
        ("同じ statementId の文が二つあります", "two statements have the same statementId"),
        ("どちらか一つにしてください", "keep one of them"),
    ),
    "bods.subject-unspecified": Words(
        ("対象が特定されていない関係なので使えません", "the relationship does not say whose ownership it is about and was not used"),
        ("対象の法人を確かめてください", "find out which entity it is about"),
        warning=True,
    ),
    "bods.party-missing": Words(
        ("この記録の主がファイルにありません(不明な者として扱います)", "the file does not describe this record (it is treated as unknown)"),
        ("その者の文を加えてください", "add the statement about it"),
        warning=True,
    ),
    "bods.control-only": Words(
        (
            "支配だけの関係で、持分は書かれていません(支配の根拠として示し、所有として数えません)",
            "the relationship states control and no share (it is shown as control and not counted as ownership)",
        ),
        ("持分があれば shareholding として加えてください", "add the shareholding if there is one"),
        warning=True,
    ),
    "bods.indirect-kept": Words(
        (
            "構成要素の記録だけではつながらない間接持分を、そのまま持分として数えました",
            "an indirect interest that its components do not carry was counted as it stands",
        ),
        ("途中の会社の持分を加えてください", "add the stakes of the companies in between"),
        warning=True,
    ),
}
