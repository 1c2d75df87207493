"""Pictures with places in them: painted from shapes, chosen with the mouse and with keys."""
