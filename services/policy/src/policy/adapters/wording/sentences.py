"""Filling sentences strictly: a variable that is missing or too many is an error, never a broken sentence."""

from collections.abc import Mapping
from string import Formatter


class MissingVariable(Exception):
    """A sentence needs a variable that was not given; carries its name."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"the sentence {sentence!r} needs {name!r}")
        self.name = name


def fill(sentence: str, variables: Mapping[str, str]) -> str:
    """The sentence with its variables. Raises MissingVariable for one that is absent or empty."""
    for _, name, _, _ in Formatter().parse(sentence):
        if name is not None and not variables.get(name):
            raise MissingVariable(name, sentence)
    return sentence.format_map(variables)


def capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
