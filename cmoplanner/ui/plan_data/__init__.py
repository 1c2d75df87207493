"""What can be done to the rows of any table, shared by the pages and the inspector."""
