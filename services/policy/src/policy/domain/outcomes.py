"""What a decision may answer, ranked by generosity towards the guest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutcomeSchema:
    """Actions from the least to the most generous; `in_doubt` is the answer when rules or facts do not settle it."""

    actions: tuple[str, ...]
    in_doubt: str

    def generosity(self, action: str) -> int:
        """The rank of an action; raises ValueError for one that the schema does not know."""
        return self.actions.index(action)

    def allowed(self) -> str:
        return ", ".join(self.actions)
