"""Pictures: a workflow with a dossier's way through it, the board and the funnel of a season, as SVG."""
