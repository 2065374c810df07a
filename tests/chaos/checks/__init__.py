"""What must be true of a history and of the logs: pure functions that answer with findings."""
