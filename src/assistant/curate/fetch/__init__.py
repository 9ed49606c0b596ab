"""Public documents, downloaded when somebody asks for them: politely, within limits, resumable."""
