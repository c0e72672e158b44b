"""Ways in which a name is written otherwise: damaged, spoofed, in another writing. A kind gives the changed names of a name, or none.

Chance is seeded by kind and name, so a name is changed in the same way in every run. The characters' other forms stand here by themselves and are not
taken from the product's tables.
"""

import itertools
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

Change = Callable[[str, random.Random], Iterable[str]]

_LATIN_FORMS = (
    "Corporation Limited", "Company Limited", "Co., Limited", "Co., Ltd.", "CO., LTD.", "Corporation", "Corp.", "Corp", "Company", "Limited", "Ltd.",
    "Inc.", "LLC", "K.K.",
)  # fmt: skip
_OTHER_FORMS = ("Co Ltd", "Company, Limited", "Corp.", "Inc", "Limited", "GmbH", "S.A.")
_HAN_FORMS = ("股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "株式会社", "合同会社")
_PLACES = ("深圳市", "成都市", "杭州", "浙江", "深圳", "成都", "上海", "武汉", "武漢")
_WRITINGS = (
    "华華華 为為為 术術術 数數数 视視視 兴興興 讯訊訊 达達達 终終終 东東東 资資資 产產産 团團団 国國国 际際際 电電電 制製製 储儲儲 长長長 "
    "汉漢漢 创創創 业業業 网網網 络絡絡 萤螢蛍 软軟軟 云雲雲 计計計 导導導 体體体 气氣気 责責責 联聯聯 会會会 实實実 验驗験 机機機 乐樂楽 "
    "亚亞亜 车車車 广廣広 运運運 营營営 动動動 贵貴貴 区區区 赛賽賽 门門門 铁鐵鉄 双雙双 节節節 维維維 卫衛衛 发發発 学學学 应應応 图圖図 "
    "传傳伝 转轉転 对對対 变變変 归歸帰 单單単 战戰戦 样樣様 权權権 欢歡歓 "
)
"""Simplified, traditional and Japanese form of a character."""
_FORMS_OF = {form: tuple(one) for one in _WRITINGS.split() for form in one}
_LATIN_LOOKS = {"a": "аα", "c": "сϲ", "e": "е", "i": "іι", "o": "оο", "p": "рρ", "x": "х", "y": "у", "h": "һ", "s": "ѕ", "j": "ј", "k": "к"} | {
    "A": "АΑ", "B": "ВΒ", "C": "СϹ", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ", "K": "КΚ", "M": "МΜ", "N": "Ν", "O": "ОΟ", "P": "РΡ", "T": "ТΤ",
    "X": "ХΧ", "Y": "УΥ", "Z": "Ζ", "S": "Ѕ", "J": "Ј",
}  # fmt: skip
_KANA_LOOKS = dict(zip("ロニカーハエタトヘリチミ", "口二力一八工夕卜へり千三", strict=True))
_RADICALS = dict(zip("大力口子工心木水金長长", "⼤⼒⼝⼦⼯⼼⽊⽔⾦⻑⻓", strict=True))
_HIDDEN = ("\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad", "\u3164")
_TURNS = (("\u202e", "\u202c"), ("\u2067", "\u2069"), ("\u200f", "\u200e"), ("\u061c", ""))
_LARGE = str.maketrans("ァィゥェォャュョッ", "アイウエオヤユヨツ")


def changed(kind: str, name: str) -> tuple[str, ...]:
    """What a kind makes of a name, each way once, never the name itself."""
    made = KINDS[kind](name, random.Random(f"{kind}\n{name}"))
    return tuple(dict.fromkeys(one for one in made if one and one != name))


def _is_latin(name: str) -> bool:
    return name.isascii() and any(char.isalpha() for char in name)


def _is_han(name: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", name)) and not re.search("[A-Za-zァ-ヶ]", name)


def _is_kana(name: str) -> bool:
    return bool(re.search("[ァ-ヶ]{3}", name))


def _split(name: str, forms: Sequence[str]) -> tuple[str, str]:
    found = next((form for form in forms if name.endswith(form) and len(name) > len(form)), "")
    return (name.removesuffix(found).rstrip(" ,"), found) if found else (name, "")


def case(name: str, dice: random.Random) -> Iterable[str]:
    return (name.lower(), name.upper(), name.swapcase()) if _is_latin(name) else ()


def one_typo(name: str, dice: random.Random) -> Iterable[str]:
    """One letter of a word of seven letters or more: lost, doubled, put wrong, or swapped with its neighbour."""
    return [wrong for _ in range(2) if (wrong := _mistyped(name, 1, dice))]


def two_typos(name: str, dice: random.Random) -> Iterable[str]:
    return [wrong for _ in range(2) if (wrong := _mistyped(name, 2, dice))]


def _mistyped(name: str, times: int, dice: random.Random) -> str | None:
    """Letters of long words, never the first one, never two that are neighbours."""
    if not _is_latin(name):
        return None
    body = _split(name, _LATIN_FORMS)[0]
    places = [place for word in re.finditer("[A-Za-z]{7,}", body) for place in range(word.start() + 1, word.end() - 1)]
    chosen = sorted(dice.sample(places, times), reverse=True) if len(places) >= times else []
    if not chosen or any(abs(one - other) < 3 for one, other in itertools.pairwise(chosen)):
        return None
    for place in chosen:
        letter = dice.choice("abcdefghiklmnoprstuvwy")
        ways = ("", name[place] * 2, letter.upper() if name[place].isupper() else letter, name[place + 1] + name[place])
        way = dice.randrange(4)
        name = name[:place] + ways[way] + name[place + (2 if way == 3 else 1) :]
    return name


def form_dropped(name: str, dice: random.Random) -> Iterable[str]:
    body, form = _split(name, _LATIN_FORMS if _is_latin(name) else _HAN_FORMS)
    return (body,) if form and len(body) > (3 if _is_latin(name) else 1) else ()


def form_swapped(name: str, dice: random.Random) -> Iterable[str]:
    if _is_latin(name):
        body, form = _split(name, _LATIN_FORMS)
        return (f"{body} {dice.choice([one for one in _OTHER_FORMS if one[:3] != form[:3]])}",) if form else ()
    body, form = _split(name, _HAN_FORMS)
    return (body + dice.choice([one for one in _HAN_FORMS[:4] if one != form]), f"㈱{body}", f"{body}(株)") if form else ()


def reordered(name: str, dice: random.Random) -> Iterable[str]:
    body, form = _split(name, _LATIN_FORMS) if _is_latin(name) else (name, "")
    words = body.replace("(", "").replace(")", "").split()
    if not _is_latin(name) or len(set(words)) < 2:
        return ()
    turned = words[1:] + words[:1]
    return (" ".join((*turned, form)).strip(), " ".join((*reversed(words), form)).strip())


def spaces_lost(name: str, dice: random.Random) -> Iterable[str]:
    return (name.replace(" ", ""), _split(name, _LATIN_FORMS)[0].replace(" ", "")) if _is_latin(name) and " " in name else ()


def spaces_put(name: str, dice: random.Random) -> Iterable[str]:
    return (" ".join(name), "\u3000".join(name)) if _is_han(name) or _is_kana(name) else ()


def punctuation(name: str, dice: random.Random) -> Iterable[str]:
    if not _is_latin(name) or " " not in name:
        return ()
    return (re.sub(r"[^\w\s]", "", name), name.replace(" ", "-", 1), name.replace(" ", ". ", 1), f"“{name}”", name.replace(" ", "_"))


def width(name: str, dice: random.Random) -> Iterable[str]:
    return ("".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else "\u3000" if char == " " else char for char in name),)


def half_width(name: str, dice: random.Random) -> Iterable[str]:
    return ("".join(_half(char) for char in name),) if _is_kana(name) else ()


def _half(char: str) -> str:
    narrow = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF65, 0xFF9E)}
    base, *marks = unicodedata.normalize("NFD", char)
    return narrow.get(char) or narrow.get(base, base) + "".join({"\u3099": "ﾞ", "\u309a": "ﾟ"}[mark] for mark in marks)


def spoofed(name: str, dice: random.Random) -> Iterable[str]:
    """One to three letters replaced by look-alikes: Cyrillic and Greek for Latin, kanji and hiragana for katakana, radicals for kanji."""
    looks: Mapping[str, str] = _LATIN_LOOKS if _is_latin(name) else _KANA_LOOKS if _is_kana(name) else _RADICALS
    places = [place for place, char in enumerate(name) if char in looks]
    for count in (1, 2, 3):
        if len(places) >= count:
            chosen = set(dice.sample(places, count))
            yield "".join(dice.choice(looks[char]) if place in chosen else char for place, char in enumerate(name))


def hidden(name: str, dice: random.Random) -> Iterable[str]:
    place = dice.randrange(1, len(name))
    yield name[:place] + dice.choice(_HIDDEN) + name[place:]
    yield dice.choice(_HIDDEN).join(name)


def turned(name: str, dice: random.Random) -> Iterable[str]:
    """Controls of writing direction around the name or a part of it."""
    before, after = dice.choice(_TURNS)
    place = dice.choice((0, dice.randrange(1, len(name))))
    return (name[:place] + before + name[place:] + after,)


def other_writing(name: str, dice: random.Random) -> Iterable[str]:
    """Simplified, traditional and Japanese forms of the characters, and a mixture of them."""
    if not _is_han(name):
        return
    for column in range(3):
        yield "".join(_FORMS_OF.get(char, (char,) * 3)[column] for char in name)
    yield "".join(dice.choice(_FORMS_OF.get(char, (char,))) for char in name)


def place_dropped(name: str, dice: random.Random) -> Iterable[str]:
    found = next((place for place in _PLACES if name.startswith(place)), "") if _is_han(name) else ""
    return (name.removeprefix(found), f"({found}){name.removeprefix(found)}") if found and len(name) - len(found) > 6 else ()


def kana_habits(name: str, dice: random.Random) -> Iterable[str]:
    """Hiragana, large for small kana, another long mark or none at the end, with and without middle dots."""
    if not _is_kana(name):
        return
    yield "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in name)
    yield name.translate(_LARGE)
    yield re.sub("(?<=[ァ-ヶ])ー(?![ァ-ヶー])", "", name)
    yield name.replace("ー", "-")
    yield name.replace("・", "")
    yield name.replace("・", " ")


def japanese_form(name: str, dice: random.Random) -> Iterable[str]:
    """A bare name as a Japanese list writes it: with a legal form before or after it."""
    bare = not re.search("会社|公司|K\\.K\\.", name) and (_is_kana(name) or _is_han(name))
    return (f"株式会社{name}", f"{name}㈱", f"(株){name}", f"{name}社", f"{name}製") if bare else ()


KINDS: Mapping[str, Change] = {
    "case": case,
    "one typo": one_typo,
    "two typos": two_typos,
    "form dropped": form_dropped,
    "form swapped": form_swapped,
    "reordered": reordered,
    "spaces lost": spaces_lost,
    "spaces put": spaces_put,
    "punctuation": punctuation,
    "full width": width,
    "half width": half_width,
    "spoofed letters": spoofed,
    "hidden characters": hidden,
    "turned around": turned,
    "other writing": other_writing,
    "place dropped": place_dropped,
    "kana habits": kana_habits,
    "japanese form": japanese_form,
}
