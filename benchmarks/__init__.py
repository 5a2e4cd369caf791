"""Measurements of the whole system against what its parts can do. `make bench`."""
