"""The rules of the house, on the house as it is."""

from pathlib import Path

import pytest
from house.lock import lock_is_sound
from house.rules import RULES, Rule
from house.source_tree import SourceTree

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def house() -> SourceTree:
    return SourceTree(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_holds(rule: Rule, house: SourceTree) -> None:
    broken = [str(violation) for violation in rule(house)]
    assert not broken, f"{rule.__doc__}\n" + "\n".join(broken)


def test_lock_is_sound() -> None:
    broken = [str(violation) for violation in lock_is_sound((ROOT / "requirements.lock").read_text())]
    assert not broken, "\n".join(broken)


def test_all_three_services_and_both_libraries_are_looked_at(house: SourceTree) -> None:
    assert house.service_names == {"booking", "policy", "notify"}
    assert {module.package for module in house.libs} >= {"messaging", "web"}
    for service in house.service_names:
        layers = {module.layer for module in house.services if module.package == service}
        assert layers >= {"domain", "commands", "reactions", "adapters", "events", "heard", "wiring"}, service
