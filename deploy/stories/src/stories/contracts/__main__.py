"""`python -m stories.contracts`, which is `make contracts`."""

import sys
from pathlib import Path

from stories.contracts.write import ExampleChanged, write


def main() -> int:
    """Write contracts/ in the current directory."""
    root = Path("contracts")
    try:
        changed = write(root)
    except ExampleChanged as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print("\n".join(f"wrote {root / path}" for path in changed) or "contracts/ is current")
    return 0


if __name__ == "__main__":
    sys.exit(main())
