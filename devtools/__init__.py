"""What dev.py does, with the standard library alone: the environment, the system's packages, the checks."""
