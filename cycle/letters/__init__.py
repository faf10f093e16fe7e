"""Letters: planned from what happened and what is owed, composed from the truth, sealed once, handed over."""
