"""Questions on letters: whom they reach, how they stand, what came back."""
