"""Questions on the register: organisations, accounts, producers, divided communes."""
