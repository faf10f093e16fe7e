"""The rules: text in; definitions, verdicts, deadlines and diagrams out. Pure: no files, no clock, no database."""
