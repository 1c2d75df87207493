"""The month grid on screen."""
