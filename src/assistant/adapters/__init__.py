"""Our parts in other frameworks' shapes. Like a face: drives a built Assistant from outside."""
