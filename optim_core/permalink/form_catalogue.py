"""The form of the catalogue page: the optimizer that is open."""

from dataclasses import dataclass
from typing import Annotated

from optim_core.base.hyper import Declared
from optim_core.optimizers import OPTIMIZERS
from optim_core.permalink.form import Form
from optim_core.permalink.member_name import MemberName

OVERVIEW = "all"


@dataclass(frozen=True, kw_only=True)
class CatalogueView(Declared):
    """The optimizer whose page is open, or the overview."""

    optimizer: Annotated[str, MemberName("", (OVERVIEW, *(cls.__name__ for cls in OPTIMIZERS)))] = OVERVIEW


CATALOGUE_FORM = Form(members={}, specs=(), views=(CatalogueView,), others={}, opening={})
