"""Others that do the same, installed apart and measured in the same run."""
