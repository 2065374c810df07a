"""Whether a subscriber books every event exactly once, whatever happens on the way to it.

It may know the published events and the kernel, and no service, gateway or subscriber: whoever it
judges is started as a command and seen from outside only.
"""
