"""Faults at random moments under recorded load: `./crm chaos`."""
