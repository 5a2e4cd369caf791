"""`python -m local_stack.readme_blocks README.md`: run every bash block as printed, in one shell, top to bottom."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROLOGUE = """\
set -Eeuo pipefail
trap 'echo "{name}: the block at line ${{block:-?}} failed (exit $?) at: $BASH_COMMAND" >&2' ERR
"""

_OF_MAKE = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")


@dataclass(frozen=True, slots=True)
class Block:
    """`line` is that of its first command, counted from 1."""

    line: int
    text: str


def bash_blocks(markdown: str) -> Iterator[Block]:
    """The fenced blocks marked `bash`, in order. Raises ValueError for one that is never closed."""
    lines = iter(enumerate(markdown.splitlines(), start=1))
    for number, line in lines:
        if line.strip() != "```bash":
            continue
        inside: list[str] = []
        for _, content in lines:
            if content.strip() == "```":
                break
            inside.append(content)
        else:
            raise ValueError(f"the block that opens at line {number} is never closed")
        yield Block(number + 1, "\n".join(inside))


def script_of(name: str, blocks: list[Block]) -> str:
    """One shell script: variables set in a block are there in the next."""
    parts = [_PROLOGUE.format(name=name)]
    for block in blocks:
        shown = shlex.quote(f"\n--- {name}:{block.line}\n{block.text}\n---")
        parts.append(f"block={block.line}\nprintf '%s\\n' {shown}\n{block.text}\n")
    return "\n".join(parts)


def run_blocks(file: Path) -> int:
    """Run them beside the file; 0 when all went well. A file without any block is an error."""
    blocks = list(bash_blocks(file.read_text()))
    if not blocks:
        print(f"{file} has no bash block; nothing was run.", file=sys.stderr)
        return 1
    # a stranger's shell was not started by make
    environment = {key: value for key, value in os.environ.items() if key not in _OF_MAKE}
    done = subprocess.run(
        ["bash", "-c", script_of(file.name, blocks)],
        cwd=file.parent,
        stdin=subprocess.DEVNULL,
        env=environment,
        check=False,
    )
    print(f"\n{file.name}: {len(blocks)} blocks, exit {done.returncode}", flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(run_blocks(Path(sys.argv[1]).resolve()))
