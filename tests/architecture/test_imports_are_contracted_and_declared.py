"""import-linter's contracts and declared dependencies: on the house as it is, and each seen to fail."""

import shutil
import tomllib
from pathlib import Path

import pytest
from house.checkers import broken_import_contracts, undeclared_imports

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "pyproject.toml"
PACKAGES = sorted(path.parent for kind in ("libs", "services", "deploy") for path in ROOT.glob(f"{kind}/*/src"))
CONTRACTS = [contract["id"] for contract in tomllib.loads(CONFIG.read_text())["tool"]["importlinter"]["contracts"]]

# contract, where the bad import is planted, the import
PLANTS = [
    ("services-are-strangers", "booking/planted.py", "from policy import events"),
    ("libraries-know-no-service", "messaging/planted.py", "import booking.events"),
    ("libraries-know-no-service", "web/planted.py", "import local_stack.postgres"),
    ("web-stands-on-messaging", "messaging/planted.py", "import web.problem"),
    ("product-knows-no-workshop", "notify/planted.py", "import local_stack.mailbox"),
    ("inside-a-service", "booking/domain/planted.py", "import booking.events"),
    ("inside-a-service", "policy/domain/planted.py", "import policy.adapters"),
    ("inside-a-service", "notify/adapters/planted.py", "import notify.commands"),
    ("inside-a-service", "booking/reactions/planted.py", "import booking.timers"),
    ("inside-a-service", "booking/a_room_of_its_own/__init__.py", ""),
    ("domain-is-pure", "booking/domain/planted.py", "import pydantic"),
    ("domain-is-pure", "policy/domain/planted.py", "import messaging.ids"),
    ("kafka-client-is-behind-the-broker", "notify/planted.py", "import aiokafka"),
]


def test_import_contracts_are_kept() -> None:
    assert broken_import_contracts(CONFIG, ROOT) == ""


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for contract, _, _ in PLANTS} == set(CONTRACTS)


@pytest.fixture(scope="module")
def copy_of_the_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        for module in (package / "src").iterdir():
            if (module / "__init__.py").exists():
                shutil.copytree(module, copy / module.name, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.mark.parametrize(("contract", "path", "source"), PLANTS)
def test_planted_import_breaks_the_contract(contract: str, path: str, source: str, copy_of_the_house: Path) -> None:
    planted = copy_of_the_house / path
    new_room = not planted.parent.exists()
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(source)
    try:
        report = broken_import_contracts(CONFIG, copy_of_the_house, contract)
    finally:
        planted.unlink()
        if new_room:
            planted.parent.rmdir()
    assert "BROKEN" in report
    assert Path(path).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__") in report


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_every_import_is_declared(package: Path) -> None:
    assert undeclared_imports(package) == ""


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("import a_package_that_nobody_has", "DEP001"),
        ("import greenlet", "DEP003"),
        ("import messaging.ids", "DEP003"),
        ("", "DEP002"),
    ],
)
def test_planted_undeclared_import_is_reported(source: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "src" / "planted").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "planted"\nversion = "1"\ndependencies = ["sqlalchemy", "holdfast-web"]\n'
    )
    module = tmp_path / "src" / "planted" / "__init__.py"
    module.write_text("import sqlalchemy\nimport web.problem\n")
    assert undeclared_imports(tmp_path) == ""
    module.write_text(source)
    assert told in undeclared_imports(tmp_path)
