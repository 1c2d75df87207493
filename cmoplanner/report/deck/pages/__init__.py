"""The kinds of pages, one module each: what they say of a plan, and the sentence over it."""
