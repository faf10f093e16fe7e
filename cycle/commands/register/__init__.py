"""Acts on the register: organisations, accounts, contacts, reforms."""
