"""Makes the shipped templates of the office's documents: `python -m tests.shape.forms`."""
