"""What went wrong while setting the stack up, told to a person who has never seen it."""

from __future__ import annotations


class SetupError(Exception):
    """A part of the local stack could not be started.

    `what` is the fact, `advice` is the next thing to do; both are printed as they are.
    """

    def __init__(self, what: str, *, advice: str) -> None:
        super().__init__(f"{what}\n  What to do: {advice}")
        self.what = what
        self.advice = advice


def explain_log(name: str, lines: list[str], *, happened: str = "stopped while it was starting") -> SetupError:
    """Read the last lines of a process that failed, and say what can be done about it."""
    text = "\n".join(lines)
    tail = "\n".join(f"    | {line}" for line in lines[-12:]) or "    | (it wrote nothing)"
    return SetupError(f"{name} {happened}. Its last lines:\n{tail}", advice=_advice(text))


def is_port_conflict(lines: list[str]) -> bool:
    text = "\n".join(lines).lower()
    return "address already in use" in text or "addressinuse" in text


def _advice(text: str) -> str:
    lowered = text.lower()
    if "no space left" in lowered or "disk full" in lowered:
        return "the disk is full: free some space (about 500 MB are needed), then run the same command again."
    if is_port_conflict([text]):
        return "another program took the port in the meantime: run the same command again; another is picked."
    if "cannot allocate memory" in lowered or "could not reserve enough space" in lowered:
        return "there is too little memory: the stack needs about 1 GB free; close something and try again."
    if "permission denied" in lowered:
        return "the data directory belongs to somebody else: remove it, or run as the user who made it."
    return "read the whole log (its path stands above), mend the cause, and run the same command again."
