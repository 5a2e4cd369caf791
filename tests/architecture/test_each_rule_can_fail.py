"""A rule that cannot fail holds nothing: each is seen to report a plant, and to leave a sound house alone."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from house.lock import lock_is_sound
from house.planted import PLANTS, SOUND_HOUSE, Plant
from house.rules import RULES, Rule
from house.source_tree import SourceTree

SOUND_LOCK = """\
# made by a tool
pyjwt==2.15.1 \\
    --hash=sha256:aa
python-multipart==0.0.27 \\
    --hash=sha256:bb
starlette==1.10.0 ; python_version > "3" \\
    --hash=sha256:cc
    # via fastapi
"""


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.rule.__name__}: {plant.told}")
def test_planted_violation_is_reported(plant: Plant, tmp_path: Path) -> None:
    house = a_house(tmp_path, SOUND_HOUSE | {plant.path: plant.source})
    reports = [str(violation) for violation in plant.rule(house)]
    assert any(plant.path in report and plant.told in report for report in reports), reports


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_sound_house_is_left_alone(rule: Rule, tmp_path: Path) -> None:
    assert [str(violation) for violation in rule(a_house(tmp_path, SOUND_HOUSE))] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_has_a_planted_violation(rule: Rule) -> None:
    assert rule in {plant.rule for plant in PLANTS}


def test_an_empty_tree_is_not_a_sound_house(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="no packages"):
        _ = SourceTree(tmp_path).modules


def test_a_sound_lock_is_left_alone() -> None:
    assert list(lock_is_sound(SOUND_LOCK)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("pyjwt==2.15.1", "pyjwt==2.15.0", "pyjwt 2.15.0 is below 2.15.1"),
        ("starlette==1.10.0", "starlette==1.3.0", "starlette 1.3.0 is below 1.3.1"),
        ("python-multipart==0.0.27", "python_multipart==0.0.9", "python-multipart 0.0.9 is below"),
        ("pyjwt==", "pyjwt-else==", "pyjwt is not pinned"),
        ("# made by a tool", "--index-url https://mirror.example/simple", "names a host"),
        ("# made by a tool", "# from https://mirror.example/simple", "names a host"),
        ("# made by a tool", "python-jose==3.5.0 \\\n    --hash=sha256:dd", "python-jose"),
        (" \\\n    --hash=sha256:aa", "", "pyjwt==2.15.1 has no hash"),
    ],
)
def test_a_bad_lock_is_reported(old: str, new: str, told: str) -> None:
    assert old in SOUND_LOCK
    assert any(told in str(violation) for violation in lock_is_sound(SOUND_LOCK.replace(old, new, 1)))


def a_house(root: Path, files: Mapping[str, str]) -> SourceTree:
    for path, source in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(source)
    return SourceTree(root)
