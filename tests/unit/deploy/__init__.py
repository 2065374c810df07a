"""The parts of a deployment that can be read without one."""
