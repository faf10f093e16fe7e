"""Acts of a change of law: its runs, and the move of one dossier."""
