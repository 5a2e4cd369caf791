"""Events that no service reacts to, and why they are published all the same."""

UNHEARD: dict[str, str] = {}
