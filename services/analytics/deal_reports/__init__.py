"""The reports over deals, one in each file: a question, and the deals that its figures count."""
