"""Lets the tests here import the rules, which live beside them in `house/`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
