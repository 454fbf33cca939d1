"""Every surface by its picture."""

from ui import shell
from ui.gallery import gallery
from ui.text import translator

shell.guard()
gallery(translator())
