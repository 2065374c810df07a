"""What goes wrong: each fault begins on a stack and answers how it is healed."""
