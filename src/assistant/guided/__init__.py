"""The guided path « Comment faire alliance ? »: a few questions, then cited next steps."""
