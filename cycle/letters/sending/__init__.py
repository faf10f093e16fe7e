"""A sealed letter goes to the relay under a fence, and what became of it is kept."""
