"""A queued letter becomes one that is sent: composed, void or numbered, rendered, frozen, recorded at once."""
