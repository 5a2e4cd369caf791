"""Every rule about source code, in the order in which a newcomer meets them."""

from collections.abc import Callable, Iterator

from house import names_and_sizes, where_state_changes, who_knows_whom
from house.source_tree import SourceTree, Violation

Rule = Callable[[SourceTree], Iterator[Violation]]

RULES: tuple[Rule, ...] = (
    who_knows_whom.services_know_no_other_service,
    who_knows_whom.libraries_know_no_service,
    who_knows_whom.libraries_have_no_business_words,
    who_knows_whom.domain_knows_itself_and_the_standard_library,
    who_knows_whom.domain_has_no_chance,
    who_knows_whom.business_time_is_the_databases,
    who_knows_whom.rows_stay_under_adapters,
    who_knows_whom.pydantic_stays_at_the_edges,
    where_state_changes.drivers_translate_and_call_a_command,
    where_state_changes.facts_and_timers_leave_from_commands,
    where_state_changes.queries_change_nothing,
    where_state_changes.every_driver_is_wired_by_hand,
    where_state_changes.nothing_is_opened_at_import,
    names_and_sizes.names_say_something,
    names_and_sizes.rooms_are_small,
    names_and_sizes.files_are_called_as_what_they_do,
    names_and_sizes.commands_state_their_rules,
    names_and_sizes.nothing_is_ignored_wholesale,
)
