"""Floor 0: values in, values out. No clock, no randomness, no I/O, nothing from outside."""
