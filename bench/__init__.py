"""What is measured, and against what; `./crm bench` runs it."""

import warnings

# Before anything imports nameko; `kernel.nameko.green` does the same in the services.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
