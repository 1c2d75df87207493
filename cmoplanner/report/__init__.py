"""What people look at, as plain values: tables, timeline shapes, charts."""
