"""How fast the engine is, told against the bare driver doing the same: `make bench`."""
