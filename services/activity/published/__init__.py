"""The published language of the activity service, by subject; `events.py` is its table."""
