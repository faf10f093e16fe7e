"""Questions on evaluation: rounds, sessions and sheets of councils, ranks and how they came about."""
