"""Family tree of the optimizers: their papers, oldest first, and the earlier optimizers that each builds on."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Member:
    """An optimizer with its paper; `parents` are the members that it builds on."""

    name: str
    year: int
    paper: str
    link: str
    parents: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Authors and year, as in a citation."""
        return f"{self.paper}, {self.year}"


FAMILY = (
    Member(name="GD", year=1847, paper="Cauchy", link="https://zbmath.org/?q=an:06047613"),
    Member(
        name="SGD", year=1951, paper="Robbins & Monro", link="https://doi.org/10.1214/aoms/1177729586", parents=("GD",)
    ),
    Member(
        name="Momentum",
        year=1964,
        paper="Polyak",
        link="https://doi.org/10.1016/0041-5553(64)90137-5",
        parents=("GD",),
    ),
    Member(name="NAG", year=1983, paper="Nesterov", link="https://www.mathnet.ru/eng/dan46009", parents=("Momentum",)),
    Member(
        name="BarzilaiBorwein",
        year=1988,
        paper="Barzilai & Borwein",
        link="https://doi.org/10.1093/imanum/8.1.141",
        parents=("GD",),
    ),
    Member(
        name="LBFGS",
        year=1989,
        paper="Liu & Nocedal",
        link="https://doi.org/10.1007/BF01589116",
        parents=("GD",),
    ),
    Member(
        name="ASGD",
        year=1992,
        paper="Polyak & Juditsky",
        link="https://doi.org/10.1137/0330046",
        parents=("SGD",),
    ),
    Member(
        name="Rprop",
        year=1993,
        paper="Riedmiller & Braun",
        link="https://doi.org/10.1109/ICNN.1993.298623",
        parents=("GD",),
    ),
    Member(
        name="Adagrad",
        year=2011,
        paper="Duchi, Hazan & Singer",
        link="https://jmlr.org/papers/v12/duchi11a.html",
        parents=("SGD",),
    ),
    Member(
        name="RMSprop",
        year=2012,
        paper="Hinton, lecture 6e",
        link="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf",
        parents=("Rprop", "Adagrad"),
    ),
    Member(name="Adadelta", year=2012, paper="Zeiler", link="https://arxiv.org/abs/1212.5701", parents=("Adagrad",)),
    Member(
        name="Adam",
        year=2014,
        paper="Kingma & Ba",
        link="https://arxiv.org/abs/1412.6980",
        parents=("RMSprop", "Momentum"),
    ),
    Member(name="Adamax", year=2014, paper="Kingma & Ba", link="https://arxiv.org/abs/1412.6980", parents=("Adam",)),
    Member(
        name="NAdam",
        year=2016,
        paper="Dozat",
        link="https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ",
        parents=("Adam", "NAG"),
    ),
    Member(
        name="AdamW",
        year=2017,
        paper="Loshchilov & Hutter",
        link="https://arxiv.org/abs/1711.05101",
        parents=("Adam",),
    ),
    Member(
        name="SparseAdam",
        year=2017,
        paper="PyTorch 0.3",
        link="https://docs.pytorch.org/docs/stable/generated/torch.optim.SparseAdam.html",
        parents=("Adam",),
    ),
    Member(
        name="AMSGrad",
        year=2018,
        paper="Reddi, Kale & Kumar",
        link="https://arxiv.org/abs/1904.09237",
        parents=("Adam",),
    ),
    Member(
        name="Adafactor",
        year=2018,
        paper="Shazeer & Stern",
        link="https://arxiv.org/abs/1804.04235",
        parents=("Adam",),
    ),
    Member(
        name="Shampoo",
        year=2018,
        paper="Gupta, Koren & Singer",
        link="https://arxiv.org/abs/1802.09568",
        parents=("Adagrad",),
    ),
    Member(name="RAdam", year=2019, paper="Liu et al.", link="https://arxiv.org/abs/1908.03265", parents=("Adam",)),
    Member(
        name="Composed",
        year=2019,
        paper="Choi et al.",
        link="https://arxiv.org/abs/1910.05446",
        parents=("Adam", "NAG"),
    ),
    Member(
        name="AdaBelief", year=2020, paper="Zhuang et al.", link="https://arxiv.org/abs/2010.07468", parents=("Adam",)
    ),
    Member(
        name="Adan",
        year=2022,
        paper="Xie et al.",
        link="https://arxiv.org/abs/2208.06677",
        parents=("Adam", "NAG"),
    ),
    Member(
        name="Prodigy",
        year=2023,
        paper="Mishchenko & Defazio",
        link="https://arxiv.org/abs/2306.06101",
        parents=("Adam",),
    ),
    Member(name="Lion", year=2023, paper="Chen et al.", link="https://arxiv.org/abs/2302.06675", parents=("AdamW",)),
    Member(
        name="Muon",
        year=2024,
        paper="Jordan et al.",
        link="https://kellerjordan.github.io/posts/muon/",
        parents=("NAG",),
    ),
    Member(
        name="SOAP",
        year=2024,
        paper="Vyas et al.",
        link="https://arxiv.org/abs/2409.11321",
        parents=("Adam", "Shampoo"),
    ),
    Member(
        name="ScheduleFreeSGD",
        year=2024,
        paper="Defazio et al.",
        link="https://arxiv.org/abs/2405.15682",
        parents=("ASGD", "Momentum"),
    ),
    Member(
        name="ScheduleFreeAdamW",
        year=2024,
        paper="Defazio et al.",
        link="https://arxiv.org/abs/2405.15682",
        parents=("ScheduleFreeSGD", "AdamW"),
    ),
)

IMPLEMENTED_BY = {"GD": "SGD", "Momentum": "SGD", "NAG": "SGD", "AMSGrad": "Adam"}
"""Member that has no class of its own -> the class with a setting that gives it."""


def family_member(name: str) -> Member:
    """The member of that name; KeyError if there is none."""
    return {member.name: member for member in FAMILY}[name]


def children(name: str) -> tuple[str, ...]:
    """Names of the members that build directly on this one."""
    return tuple(member.name for member in FAMILY if name in member.parents)


def generation(name: str) -> int:
    """Length of the longest chain of ancestors; 0 without parents."""
    return max((1 + generation(parent) for parent in family_member(name).parents), default=0)
