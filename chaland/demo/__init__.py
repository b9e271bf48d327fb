"""``chaland demo``: a service with a town, and a day of it that is under way.

All that is there went the way that it goes in a town: through the services, at the time of day at
which it would happen, by whoever would do it.
"""
