"""Imports at work, in a process of their own: rows into the log, and out of it again."""
