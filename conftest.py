"""Fixtures for every test of the workspace: real PostgreSQL, real Kafka, a mailbox, an issuer."""

pytest_plugins = ["local_stack.pytest_plugin"]
