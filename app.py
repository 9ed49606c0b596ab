"""The ASGI application (`uvicorn app:app`); run as a program, it serves itself.

Importing this is cheap: the application is built when the server first uses it.
"""

from __future__ import annotations

from assistant.faces.app import LazyApp

app = LazyApp()

if __name__ == "__main__":
    import sys

    from assistant.errors import AssistantError
    from assistant.faces.serve import serve
    from assistant.settings import Settings

    try:
        serve(Settings(), build=True)
    except AssistantError as error:
        print(error.message, file=sys.stderr)
        sys.exit(error.exit_code)
