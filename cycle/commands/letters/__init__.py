"""Acts on letters, and what happens to them, each a record in the stream of its recipient."""
