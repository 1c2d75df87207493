"""Scripts that measure the program and print ratios."""
