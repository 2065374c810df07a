"""The operator's side: one script that installs, starts, watches, tests and stops the system."""
