"""The pages of a presentation to leadership, without a toolkit: what stands on them and how it is laid out."""
