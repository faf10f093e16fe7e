"""Acts on seasons: opening and closing them, and what they open, end or carry over."""
