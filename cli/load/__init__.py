"""Loaders: clients of the public HTTP API that bring real files in and may be run again at will."""
