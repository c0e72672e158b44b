"""How a syllable of pinyin is spelled in Wade-Giles, as companies of Taiwan write themselves: without apostrophes and marks.

The rules are those of the table of both romanisations; `xin` is *hsin*, and as many write it, *shin*.
"""

import functools
import re

_INITIALS = (
    ("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("b", "p"), ("d", "t"), ("g", "k"), ("j", "ch"), ("q", "ch"), ("x", "hs"), ("z", "ts"),
    ("c", "ts"), ("r", "j"),
)  # fmt: skip
_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "szu", "ge": "ko", "ke": "ko", "he": "ho", "e": "o",
    "er": "erh", "yi": "yi", "you": "yu", "yan": "yen", "ye": "yeh", "yue": "yueh", "yong": "yung", "yuan": "yuan", "gui": "kuei", "kui": "kuei",
    "duo": "to", "tuo": "to", "nuo": "no", "luo": "lo", "zuo": "tso", "cuo": "tso", "suo": "so", "ruo": "jo", "zhuo": "cho", "chuo": "cho",
}  # fmt: skip
_FINALS = (("iong", "iung"), ("ong", "ung"), ("ian", "ien"), ("ie", "ieh"), ("ue", "ueh"))
_SYLLABLE = re.compile("(zh|ch|sh|[^aeiouv]?)(.*)")


@functools.lru_cache(maxsize=1_000)
def wade_giles(syllable: str) -> tuple[str, ...]:
    """The spellings of a syllable of pinyin, the rule's first: `xiang` is *hsiang* and *shiang*."""
    if syllable in _WHOLE:
        return (_WHOLE[syllable],)
    found = _SYLLABLE.fullmatch(syllable)
    initial, final = (found[1], found[2]) if found else ("", syllable)
    spelled = dict(_INITIALS).get(initial, initial) + next((new + final[len(old) :] for old, new in _FINALS if final == old), final)
    return (spelled, "sh" + spelled[2:]) if initial == "x" else (spelled,)
