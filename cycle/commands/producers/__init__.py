"""Acts on producers, their establishments and products: entering, reaching, placing."""
