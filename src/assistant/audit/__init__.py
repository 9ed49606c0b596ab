"""What the index holds of each document, and what an editor should look at again."""
