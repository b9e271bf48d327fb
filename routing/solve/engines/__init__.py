"""Engines: who searches, and what each of them knows of a day."""
