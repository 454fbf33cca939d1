"""Every surface by its picture."""

from ui import shell
from ui.draft import Draft
from ui.gallery import GALLERY_FORM, gallery
from ui.text import translator

shell.guard("gallery")
draft = Draft("gallery", GALLERY_FORM)
gallery(translator())
draft.publish()
