"""The published language of the pipeline service, by subject; `events.py` is its table."""
