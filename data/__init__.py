"""What comes with Chaland: town packs with their licence, and seeded demand for any town."""
