"""A comparison in words, from the same facts that made its score."""

from .compare import Comparison, Fact

SAID = {
    "brand": "brand agrees",
    "brand_exact": "brand agrees exactly",
    "term": "line of business agrees",
    "generic": "general words agree",
    "place": "place agrees",
    "equal": "same name but for its legal form",
    "acronym": "one is the initials of the other",
    "identifier": "an identifier is shared",
    "brand_clash": "brands differ",
    "brand_extra": "a further distinctive word",
    "no_brand": "no brand in common",
    "line_clash": "lines of business differ",
    "line_extra": "a line of business on one side only",
    "sector_extra": "another trade on one side only",
    "generic_extra": "a general word on one side only",
    "place_clash": "places differ",
    "place_extra": "a place on one side only",
    "number_clash": "numbers differ",
    "number_extra": "a number on one side only",
    "form_clash": "legal forms differ",
    "person": "reads as a person's name",
    "negation": "the text says that it is not that company, or only for it",
    "country_clash": "countries differ",
    "identifier_clash": "identifiers differ",
    "weak_alias": "a weak alias alone",
    "coined_alone": "a brand that may be coined, and nothing else agrees",
    "general_alone": "general words alone, and no brand answers",
    "other_brand": "another brand under the same words",
    "far_trade": "a far trade under a bare brand",
    "short_acronym": "three letters alone: ask for the full name",
    "complete": "nothing of the brand is left over",
    "near": "brands sound alike",
    "trade_clash": "trades differ",
    "sector_alone": "another trade beside a bare brand",
    "thin": "what agrees is common",
    "unmet": "too little in common to be looked for",
    "formal_clash": "both are written out, and their brands differ",
    "formal_over": "both are written out, and one has other words",
    "meaning": "the brand is translated",
    "character": "a character of the brand is translated",
    "term_sound": "a term is written as it sounds",
    "initials": "initials of the characters",
    "no_han_brand": "the Chinese name is made of known words alone",
    "brand_part": "a part of the brand is answered",
    "brand_over": "characters of the brand that nothing answers to",
    "coined": "the brand may have been coined from the Chinese one",
    "not_coined": "the brand is hardly coined from the Chinese one",
    "pinyin_over": "a word that reads as other Chinese characters",
    "pinyin_alone": "a further word that reads as Chinese characters",
    "coined_over": "a further word that names",
    "english_over": "a further English word",
    "han_brand_over": "the English name leaves a part of the brand out",
    "latin_brand_over": "a further brand in the English name",
    "word_over": "English words that nothing answers to",
    "term_over": "Chinese terms that nothing answers to",
    "term_clash": "lines of business differ",
    "place_over_han": "a place in the Chinese name only",
    "place_over_latin": "a place in the English name only",
    "country_over": "China in the English name only",
    "whole": "nothing is left over on either side",
    "latin_whole": "every English word is answered",
    "words": "words that agree",
    "reworded": "other words of the same meaning",
    "form_same": "legal forms are the same",
    "slip_first": "a slip in the first letter",
    "swap": "letters changed places",
    "slips": "slips of the pen",
    "slip_alone": "a slip in the only distinctive word",
    "cut": "cut off as a short field does",
    "loss": "either side says more",
    "loss_more": "one side says more",
    "loss_much": "one side says much more",
    "whole_brand": "a rare brand, and no other",
    "strange_words": "distinctive words of their own on both sides",
    "odd_reading": "characters in an unusual reading",
    "odd_spelling": "kana in an unusual spelling",
    "odd_rate": "much of a word is out of the usual",
    "few": "not much agrees",
    "scant": "next to nothing agrees",
    "native_brand": "a distinctive part of the Japanese name alone",
    "latin_brand": "a distinctive word of the Latin name alone",
    "native_over": "terms that the Latin name leaves out",
    "latin_over": "words that the Japanese name does not have",
    "native_place": "a place in the Japanese name alone",
    "latin_place": "a place in the Latin name alone",
    "native_share": "part of the Japanese name unanswered",
    "latin_share": "part of the Latin name unanswered",
    "full": "nothing distinctive is left over",
    "related_extra": "a group or holding on one side only",
    "both_over": "parts unanswered on both sides",
    "misread": "romanised of other kana",
    "as_spelled": "spelled as these kana are",
    "lettered": "letters spelled out, one by one",
    "no_brand_over": "parts unanswered and no brand in common",
    "lesser_form": "a legal form that writes no such English one",
    "nothing_comparable": "nothing comparable was written",
}


def why(comparison: Comparison) -> str:
    """`same 0.99: 例示 = reiji (reading); line of business agrees; against: a place on one side only (japan)`."""
    evidence = comparison.evidence
    met = [f"{pair.left} = {pair.right} ({pair.how})" for pair in evidence.pairs if pair.kind == "brand"]
    facts = sorted((fact for fact in evidence.facts if fact.code != "prior"), key=lambda fact: -abs(fact.likelihood))
    speaking = [SAID[fact.code] for fact in facts if fact.likelihood > 0 and not (fact.code.startswith("brand") and met)]
    against = [_against(fact, comparison) for fact in facts if fact.likelihood <= -0.05]
    parts = [*met[:2], *speaking[:3]]
    if against:
        parts.append("against: " + ", ".join(against[:3]))
    if evidence.observations:
        parts.append("seen: " + ", ".join(evidence.observations[:3]))
    return f"{comparison.relation} {comparison.score:.2f}: " + ("; ".join(parts) or "nothing in common")


def _against(fact: Fact, comparison: Comparison) -> str:
    over = [word for word in (*comparison.evidence.left_over, *comparison.evidence.right_over) if word]
    return SAID[fact.code] + (f" ({', '.join(over[:3])})" if over and fact.code.endswith(("_extra", "_clash")) and fact.code[0] in "blsgp" else "")
