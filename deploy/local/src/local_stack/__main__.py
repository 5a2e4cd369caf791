"""`python -m local_stack up | down | token | status | start | stop | kill | freeze | thaw`."""

from local_stack.commands import main

main()
