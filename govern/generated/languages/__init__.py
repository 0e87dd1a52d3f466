"""The languages that constants are written in: one file and one row each."""

from govern.generated.languages import python, rust, typescript
from govern.generated.languages.constant import Language

LANGUAGES: tuple[Language, ...] = (python.LANGUAGE, typescript.LANGUAGE, rust.LANGUAGE)

__all__ = ["LANGUAGES", "Language"]
