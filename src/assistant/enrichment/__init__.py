"""Questions and summaries of new passages, drafted by a chat model, read again by an editor."""
