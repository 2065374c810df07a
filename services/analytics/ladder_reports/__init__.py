"""The reports over the ladder that customers climb, one in each file."""
