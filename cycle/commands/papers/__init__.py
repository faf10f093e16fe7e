"""Acts on papers: entering, judging, taking over."""
