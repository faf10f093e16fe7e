"""The letters: rendering, grouping and sending. Knows no dossier tables; is handed values."""
