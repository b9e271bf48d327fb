"""The steps. Each names itself (`revision`) and the one before it (`down_revision`)."""
