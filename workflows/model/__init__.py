"""The shape of every configuration file: its keys and what each may hold. The only user of pydantic here."""
