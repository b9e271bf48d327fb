"""Streets: what each profile may ride and how fast, matrices and paths."""
