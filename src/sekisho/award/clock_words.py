"""What a clock says beside its days: why it has not started, why its end is not certain."""

from collections.abc import Mapping

from ..terms import Text

NOTES: Mapping[str, Text] = {
    "awaits-event": Text(ja="起算の事実がまだない。", en="What it runs from has not happened yet."),
    "not-notified": Text(
        ja="落札者とならなかった旨の通知が記録されておらず、期間は始まっていない。",
        en="No letter to this bidder is recorded, so the period has not begun.",
    ),
    "not-known": Text(
        ja="相手方が知った日が記録されていない。発信しただけでは期間は始まらない。到達の証拠を記録する。",
        en="The day on which the addressee knew is not recorded. Sending alone starts nothing: record the proof of delivery.",
    ),
    "unproven": Text(
        ja="知った日が証明されておらず、期間の満了を主張できない。受領書・配達証明等を記録する。",
        en="The day of knowledge is not proven, so nobody can rely on the end. Record a receipt, proof of delivery or the like.",
    ),
    "no-day-set": Text(ja="期限の日が定められていない(until)。", en="No last day was set (until)."),
    "beyond-calendar": Text(
        ja="休日の分かる年({first}年から{last}年まで)の外に及ぶため、末日を数えられない。",
        en="It runs beyond the years whose holidays are known ({first} to {last}), so its end cannot be counted.",
    ),
    "moved": Text(
        ja="末日{plain}が閉庁日のため翌開庁日までとした。申立てをする側はこれに頼らないこと。",
        en="The last day {plain} is closed, so the next working day is taken. Whoever files should not rely on that.",
    ),
    "consultation": Text(
        ja="協議中の日数は算入しない。終了の日を記録すると末日が定まる。",
        en="Days of consultation do not count; the end is known once the consultation has ended.",
    ),
    "suspended": Text(ja="要請により停止中である。", en="Suspended at request."),
    "too-early": Text(ja="期間の満了前の{day}に次の手続を行った。", en="The next step was taken on {day}, before the end."),
    "wait-unproven": Text(
        ja="期間の始まり又は知った日が証明されていない応札者があり、待機の終わりを定められない。",
        en="For some bidder the start, or the day of knowledge, is not proven, so the end of the wait cannot be told.",
    ),
    "presumed-covered": Text(
        ja="協定の対象かどうか(clocks.gpa_covered)が記されていないため、対象として数えた。",
        en="Whether the GPA covers it (clocks.gpa_covered) is not stated; it was taken as covered.",
    ),
    "longest": Text(ja="複数の保存期間のうち最も長いものによる。", en="Of several periods of keeping, the longest applies."),
}


def both(text: Text, **parts: object) -> Text:
    """The sentence with its blanks filled, in both languages."""
    return Text(ja=text.ja.format(**parts), en=text.en.format(**parts))
