"""Assistant Faire Alliance: answers in French, with citations a reader can check.

from assistant import build, Settings, Turn
answer = build(Settings()).ask("Comment faire alliance ?")
"""

from assistant.domain import Answer, Citation, Hit, Passage, Profile, Turn
from assistant.settings import Settings
from assistant.wiring import build

__all__ = ["Answer", "Citation", "Hit", "Passage", "Profile", "Settings", "Turn", "build"]
__version__ = "0.1.0"
