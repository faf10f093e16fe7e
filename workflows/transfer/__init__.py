"""Going on under another law: one verdict for trying and for applying."""
