"""Seeded demand: a day's orders and a fleet for any town, with the field's figures."""

from data.demand.fleet import default_fleet
from data.demand.notes import Note
from data.demand.orders import Demand, demand

__all__ = ["Demand", "Note", "default_fleet", "demand"]
