"""Every surface by its picture."""

from ui.app import shell
from ui.session.page_state import Draft
from ui.session.text import translator
from ui.surface.gallery import GALLERY_FORM, gallery

shell.guard("gallery")
draft = Draft("gallery", GALLERY_FORM)
gallery(translator())
draft.publish()
