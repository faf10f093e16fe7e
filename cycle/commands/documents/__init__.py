"""Acts on the office's documents: what each is about, and its filing once it is signed."""
