"""PDF pages to lines: what stands where, in which order it is read, and what each line is."""
