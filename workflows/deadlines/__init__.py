"""Deadlines: what starts and ends them, their last day, what is done at which instant."""
