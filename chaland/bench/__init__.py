"""``chaland bench``: how fast the streets are, how good the plans."""
