"""Seeded demand: a day's orders and a fleet for any town, with the field's figures."""
