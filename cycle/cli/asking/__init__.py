"""What a run is asked: its session, options and arguments, and what its account may see."""
