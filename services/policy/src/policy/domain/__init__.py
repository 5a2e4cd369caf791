"""The house rules as a library: pure, no clock, no I/O.

Start at `evaluation.Evaluator` for any rule set, and at `hold_decision.decide_hold` for a late guest's place.
"""
