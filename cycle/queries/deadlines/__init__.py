"""Questions on deadlines: who owes what until when, how a day came about, how the sweeps stand."""
