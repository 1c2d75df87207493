"""The past of a plan in the window: acts and versions, what differs, backups, and other copies of the file."""
