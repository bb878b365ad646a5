"""Plots as lines of styled text: any width, wide characters counted in cells, readable without colours."""
