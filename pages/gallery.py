"""Every surface by its picture."""

from ui.app import shell
from ui.session.page_state import PageState
from ui.session.text import translator
from ui.surface.gallery import GALLERY_FORM, gallery

shell.guard("gallery")
state = PageState("gallery", GALLERY_FORM)
gallery(translator())
state.publish()
