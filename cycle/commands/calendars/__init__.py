"""Acts on calendars: a new one applied to the deadlines that run."""
