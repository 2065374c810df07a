"""The published language of the customer service, by subject; `events.py` is its table."""
