"""The ten risks of the OWASP API Security Top 10 (2023), a file each: all of them are tried here.

What is tried elsewhere more thoroughly is named where it belongs: these files look at every route
there is, so that a new one cannot be forgotten.
"""
