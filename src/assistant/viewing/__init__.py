"""A document's pages as they can be shown, with what is quoted from them."""
