"""The guest's text of a decision: an explanation put into words, without blame, with what can be done next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from policy.adapters.wording import LANGUAGES, Language
from policy.adapters.wording.counting import duration_in_words
from policy.adapters.wording.decision_sentences import SENTENCES
from policy.adapters.wording.moments import wall_time
from policy.adapters.wording.places import place_name
from policy.adapters.wording.sentences import capitalised, fill
from policy.domain.explanation import Explanation, Told
from policy.domain.hold_question import Promise


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the decision is told: the trade's words, the wall's clock, the day that needs no date."""

    trade: str
    zone: ZoneInfo
    day: date


def texts_of(explanation: Explanation, scene: Scene) -> dict[str, str]:
    """The text in every language. Raises MissingVariable rather than telling a broken sentence."""
    return {language: _Teller(scene, language).tell(explanation) for language in LANGUAGES}


class _Teller:
    def __init__(self, scene: Scene, language: Language) -> None:
        self._scene = scene
        self._language = language
        self._sentences: Mapping[str, str] = SENTENCES[language]

    def tell(self, explanation: Explanation) -> str:
        variables = self._variables(explanation)
        said = [self._say(name, variables) for name in self._outline(explanation)]
        return " ".join(capitalised(sentence) for sentence in said)

    def _outline(self, explanation: Explanation) -> list[str]:
        """Which sentences the text has, in order."""
        told = explanation.told
        if told == Told.KEPT:
            thanks = ["thanks"] if explanation.eta else []
            return [*thanks, "kept", *(["hint"] if explanation.nearest else [])]
        if told == Told.RELEASED:
            return ["was_kept", self._absence(explanation), *self._missed(explanation)]
        if told == Told.KEPT_NOT_AS_LONG_AS_ASKED:
            return ["thanks", told.value]
        return [told.value]

    @staticmethod
    def _absence(explanation: Explanation) -> str:
        if explanation.eta is None:
            return "no_word"
        promise = explanation.promise
        late = promise is not None and explanation.eta >= promise.until
        return "word_too_late" if late else "did_not_come"

    @staticmethod
    def _missed(explanation: Explanation) -> list[str]:
        if explanation.nearest is None:
            return []
        return ["missed_message" if explanation.eta is None else "missed_arrival"]

    def _variables(self, explanation: Explanation) -> dict[str, str]:
        promise, nearest = explanation.promise, explanation.nearest
        variables = {"place": place_name(self._scene.trade, self._language)}
        if promise is not None:
            variables["until"] = self._time(promise.until)
            variables["reason"] = self._reason(promise)
            variables["or_everyone"] = self._reason_or_everyone(promise)
        if explanation.eta is not None:
            variables["eta"] = self._time(explanation.eta)
        if nearest is not None:
            variables["tell_before"] = self._time(nearest.tell_before)
            variables["come_before"] = self._time(nearest.come_before)
            variables["better_until"] = self._time(nearest.until)
        return variables

    def _reason(self, promise: Promise) -> str:
        because = promise.because.get(self._language)
        if because:
            return self._say("because", {"because": because})
        if promise.minutes is not None and promise.minutes > 0:
            return self._say("minutes_agreed", {"duration": duration_in_words(promise.minutes, self._language)})
        return self._say("agreed", {})

    def _reason_or_everyone(self, promise: Promise) -> str:
        because = promise.because.get(self._language)
        return self._say("because", {"because": because}) if because else self._say("everyone", {})

    def _time(self, at: datetime) -> str:
        return wall_time(at, self._scene.zone, self._language, day=self._scene.day)

    def _say(self, name: str, variables: Mapping[str, str]) -> str:
        return fill(self._sentences[name], variables)
