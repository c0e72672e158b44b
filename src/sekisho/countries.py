"""Countries as people write them, to ISO 3166-1 alpha-2: codes of two and three letters, and the names in which makers usually write them.

Only the short table below is known; anything else is left open (None), and the reader says so.
"""

import re
import unicodedata
from collections.abc import Mapping

_TABLE = """
AT AUT Austria;オーストリア
AU AUS Australia;オーストラリア
BE BEL Belgium;ベルギー
BR BRA Brazil;ブラジル
BY BLR Belarus;ベラルーシ
CA CAN Canada;カナダ
CH CHE Switzerland;スイス
CN CHN China;People's Republic of China;PR China;P.R. China;PRC;Mainland China;中国;中華人民共和国
CZ CZE Czechia;Czech Republic;チェコ
DE DEU Germany;Deutschland;ドイツ
DK DNK Denmark;デンマーク
ES ESP Spain;スペイン
FI FIN Finland;フィンランド
FR FRA France;フランス
GB GBR United Kingdom;United Kingdom of Great Britain and Northern Ireland;Great Britain;UK;U.K.;England;英国;イギリス
HK HKG Hong Kong;Hong Kong SAR;香港
HU HUN Hungary;ハンガリー
ID IDN Indonesia;インドネシア
IE IRL Ireland;アイルランド
IL ISR Israel;イスラエル
IN IND India;インド
IR IRN Iran;Islamic Republic of Iran;イラン
IT ITA Italy;イタリア
JP JPN Japan;日本;日本国
KP PRK North Korea;Democratic People's Republic of Korea;DPRK;北朝鮮
KR KOR South Korea;Korea;Republic of Korea;韓国;大韓民国
MO MAC Macau;Macao;マカオ
MX MEX Mexico;メキシコ
MY MYS Malaysia;マレーシア
NL NLD Netherlands;The Netherlands;オランダ
NO NOR Norway;ノルウェー
PH PHL Philippines;The Philippines;フィリピン
PL POL Poland;ポーランド
PT PRT Portugal;ポルトガル
RO ROU Romania;ルーマニア
RU RUS Russia;Russian Federation;ロシア;ロシア連邦
SE SWE Sweden;スウェーデン
SG SGP Singapore;シンガポール
TH THA Thailand;タイ
TW TWN Taiwan;台湾
UA UKR Ukraine;ウクライナ
US USA United States;United States of America;America;U.S.;U.S.A.;米国;アメリカ;アメリカ合衆国
VN VNM Vietnam;Viet Nam;ベトナム
"""


def country_code(text: str) -> str | None:
    """The alpha-2 code, "" for a blank text, None where the text is not understood. Any two letters count as a code."""
    clean = _clean(text)
    if not clean:
        return ""
    if re.fullmatch(r"[a-z]{2}", clean) and clean != "uk":
        return clean.upper()
    return _KNOWN.get(clean)


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").split()).casefold()


def _known() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        code, three, names = line.split(" ", 2)
        known.update({_clean(name): code for name in (three, *names.split(";"))})
    return known


_KNOWN = _known()
