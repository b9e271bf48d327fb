"""Durable work in the background: plans at the cut-off, schedules, purges, webhooks."""
