"""Plans, notes and answers as documents to take along: Markdown, DOCX, PDF."""
