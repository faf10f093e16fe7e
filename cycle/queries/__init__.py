"""Questions: every list, board and history that a way in may show. Nothing here writes."""
