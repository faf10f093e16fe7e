"""The office's documents: drafted from the truth of today, filled into templates that an office may change."""
