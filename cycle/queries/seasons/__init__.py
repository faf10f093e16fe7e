"""Questions on seasons: where their dossiers stand, their frame, their targets."""
