from pathlib import Path

import pytest
from local_stack.readme_blocks import bash_blocks, run_blocks

_FENCE = "```"


def _a_readme(folder: Path, *blocks: str) -> Path:
    file = folder / "README.md"
    file.write_text("# Words\n" + "".join(f"{_FENCE}bash\n{block}\n{_FENCE}\ntext\n" for block in blocks))
    return file


def test_only_bash_blocks_are_found_with_their_lines() -> None:
    markdown = f"{_FENCE}json\n{{}}\n{_FENCE}\n{_FENCE}bash\nmake demo\nmake up\n{_FENCE}\n"
    assert [(block.line, block.text) for block in bash_blocks(markdown)] == [(5, "make demo\nmake up")]


def test_a_block_that_is_never_closed_is_refused() -> None:
    with pytest.raises(ValueError, match="opens at line 1"):
        list(bash_blocks(f"{_FENCE}bash\nmake demo\n"))


def test_a_variable_of_one_block_is_there_in_the_next(tmp_path: Path) -> None:
    assert run_blocks(_a_readme(tmp_path, "ID=42", 'echo "$ID" > found')) == 0
    assert (tmp_path / "found").read_text() == "42\n"


def test_a_failing_block_stops_the_run_and_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_blocks(_a_readme(tmp_path, "true", "false | cat", "touch never")) != 0
    assert not (tmp_path / "never").exists()
    assert "the block at line 7 failed" in capfd.readouterr().err


def test_a_readme_without_blocks_is_not_a_success(tmp_path: Path) -> None:
    assert run_blocks(_a_readme(tmp_path)) == 1
