"""Which letters there are to be, and when each may go: queued once by its key."""
