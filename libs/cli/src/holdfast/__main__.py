"""`python -m holdfast`."""

from holdfast.main import app

app()
