"""The running programme: tables, commands, queries, history, and every way in."""
