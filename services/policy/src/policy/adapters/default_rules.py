"""The rule sets that ship with the product."""

from functools import lru_cache
from importlib.resources import files

from policy.adapters.rule_files import read_yaml_rule_set
from policy.domain.rules import RuleSet

# a place at a time is kept like a table, whatever it is called; nights have rules of their own
_BY_NIGHTS = "hotel"


@lru_cache
def default_rules(trade: str) -> RuleSet:
    """The rules that a venue starts with."""
    name = "hotel.yaml" if trade == _BY_NIGHTS else "restaurant.yaml"
    return read_yaml_rule_set(files("policy").joinpath("defaults", name).read_bytes())
