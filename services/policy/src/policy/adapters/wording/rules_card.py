"""The rules that run, in plain words: what a guest reads before booking. Made from the rules, so it cannot differ."""

from policy.adapters.wording import LANGUAGES, Language
from policy.adapters.wording.conditions import condition_words
from policy.adapters.wording.places import place_name
from policy.adapters.wording.sentences import capitalised, fill
from policy.domain.explanation import may_be_told
from policy.domain.rules import Question, Rule, RuleSet

_OUTCOMES = {
    "en": {
        "hold": "we keep {place}",
        "release": "{place} goes to the next guests",
        "ask_staff": "our staff decides, and {place} is kept meanwhile",
    },
    "ru": {
        "hold": "мы держим {place}",
        "release": "мы приглашаем следующих гостей",
        "ask_staff": "решает наш сотрудник, а пока мы держим {place}",
    },
}
_ALWAYS = {"en": "in all cases", "ru": "во всех случаях"}
_EXCEPTION = {"en": "But ", "ru": "Но: "}
_BECAUSE = {"en": ", because {because}", "ru": ", потому что {because}"}
_MORE = {
    "en": "Some cases are looked at one by one.",
    "ru": "Некоторые случаи рассматриваются отдельно.",
}


def card_lines(rule_set: RuleSet, question: Question, trade: str, language: Language) -> list[tuple[str, str]]:
    """(rule id, sentence) for each rule that guests may be told of, each exception under its rule."""
    return [
        (rule.id, _sentence(rule, question, trade, language))
        for rule in _in_reading_order(rule_set)
        if may_be_told(question, rule)
    ]


def card_text(rule_set: RuleSet, question: Question, trade: str, language: Language) -> str:
    """The card as one text, a line for each rule."""
    lines = [sentence for _, sentence in card_lines(rule_set, question, trade, language)]
    title = [rule_set.title[language] + "."] if language in rule_set.title else []
    more = [_MORE[language]] if len(lines) < len(rule_set.rules) else []
    return "\n".join([*title, *lines, *more])


def card_texts(rule_set: RuleSet, question: Question, trade: str) -> dict[str, str]:
    """The card in every language."""
    return {language: card_text(rule_set, question, trade, language) for language in LANGUAGES}


def _in_reading_order(rule_set: RuleSet) -> list[Rule]:
    def below(parent: str | None) -> list[Rule]:
        found: list[Rule] = []
        for rule in rule_set.rules:
            if rule.exception_to == parent:
                found += [rule, *below(rule.id)]
        return found

    return below(None)


def _sentence(rule: Rule, question: Question, trade: str, language: Language) -> str:
    conditions = [
        condition_words(question.facts[fact.name], rule.when[fact.name], language)
        for fact in question.facts.facts
        if fact.name in rule.when
    ]
    outcome = fill(_OUTCOMES[language][rule.then], {"place": place_name(trade, language)})
    because = rule.because.get(language)
    tail = fill(_BECAUSE[language], {"because": because}) if because else ""
    said = f"{', '.join(conditions) or _ALWAYS[language]}: {outcome}{tail}."
    return _EXCEPTION[language] + said if rule.exception_to else capitalised(said)
