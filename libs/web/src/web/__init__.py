"""HTTP conventions: problems, tokens, idempotency, preconditions, pages, limits, health. Knows no business word."""
