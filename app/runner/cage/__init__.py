"""The cage of a snippet: Landlock, a list of allowed system calls, namespaces and limits, by ctypes alone."""
