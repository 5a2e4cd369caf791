"""What a command works with: one transaction and the repositories in it."""

from datetime import datetime

from messaging.transaction import Transaction

from policy.adapters.cases import Cases
from policy.adapters.decisions import Decisions
from policy.adapters.rule_versions import RuleVersions
from policy.adapters.standings import Standings
from policy.adapters.venues import Venues


class Work:
    """Opened around each transaction; whoever opened the transaction commits it."""

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction
        self.cases = Cases(transaction.session)
        self.decisions = Decisions(transaction.session)
        self.rules = RuleVersions(transaction.session)
        self.standings = Standings(transaction.session)
        self.venues = Venues(transaction.session)

    @property
    def now(self) -> datetime:
        """The business time of the transaction."""
        return self.transaction.now
