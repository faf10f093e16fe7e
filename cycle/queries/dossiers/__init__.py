"""Questions on dossiers: one, many, what each lacks, what may be done with it, its shortest way."""
