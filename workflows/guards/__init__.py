"""Guards: what must hold before a transition may be taken."""
