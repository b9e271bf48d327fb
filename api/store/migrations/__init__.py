"""The schema's way from nothing to what `api.store.tables` says, one file a step.

A migration that has been released is never changed, and reads nothing of `api.store.tables`: it
must do to an old database what it did on the day it was written.
"""
