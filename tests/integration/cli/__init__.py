"""Supervision of real processes, and private servers side by side."""
