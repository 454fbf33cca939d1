"""A claim as a unit of the course: whether it holds is the question."""

import math
from urllib.parse import urlencode

from optim_core.base.text import LANGUAGES, Translator, load
from optim_core.descend import descend
from optim_core.explain.claims import AbstractClaim, Verdict, VerdictKind
from optim_core.export.course.unit import ChartStage, RaceStage, Unit, UnitText
from optim_core.export.course.unit_page import unit_page
from optim_core.figures.learn.charts import chart_alt, chart_figure
from optim_core.figures.numbers import short
from optim_core.permalink import write_member
from optim_core.specs.charts import Chart
from optim_core.specs.views import SurfaceView


def claim_page(claim: AbstractClaim, language: str, app: str) -> str:
    """The page of a claim alone, with `language` and `app` as in `unit_page`; its experiments may take seconds."""
    return unit_page(claim_unit(claim), language, app=app)


def claim_unit(claim: AbstractClaim) -> Unit:
    """The claim with its verdict, and with that after its conditions have been changed as its class proposes."""
    cls, run = type(claim), claim.lab()
    found, flipped = claim.check(), cls(**cls.flip).check()
    race = RaceStage(run=run, trajectories=descend(run), view=SurfaceView())
    return Unit(
        name=cls.__name__,
        right=found.kind.value,
        tolerance=0.0,
        stages=[_chart(found.chart), _chart(flipped.chart), race],
        texts={language: _text(claim, found, flipped, load(language)) for language in LANGUAGES},
        links={f"claims?{urlencode(write_member('claim', claim))}": "course.in_app"},
    )


def claim_values(claim: AbstractClaim, found: Verdict, t: Translator) -> dict[str, str]:
    """What fills the claim's texts: its numbers, and the name of what was tried."""
    numbers = {key: short(value) if math.isfinite(value) else t("claims.never") for key, value in found.numbers.items()}
    return numbers | {"name": str(claim.values().get("of", ""))}


def _chart(chart: Chart) -> ChartStage:
    return ChartStage(
        charts={
            language: (chart_figure(chart, load(language)), chart_alt(chart, load(language))) for language in LANGUAGES
        }
    )


def _text(claim: AbstractClaim, found: Verdict, flipped: Verdict, t: Translator) -> UnitText:
    cls = type(claim)
    key = f"claim.{cls.__name__}"
    options = {kind.value: t(f"course.{kind.value}") for kind in VerdictKind}
    verdict, after = _verdict(claim, found, t), _verdict(cls(**cls.flip), flipped, t)
    does = t(f"{key}.does", **claim_values(claim, found, t))
    return UnitText(
        place=t("course.claim"),
        title=t("claims.sentence", says=t(f"{key}.says")),
        intro=f"{t('claims.read')}: {t(f'{key}.read')}",
        question=f"{does}\n\n{t('course.question')}",
        hint="",
        options=options,
        verdicts={
            "": verdict,
            **{
                name: f"{t('course.right' if name == found.kind.value else 'course.wrong')} {verdict}"
                for name in options
            },
        },
        setup="",
        stages=[
            f"**{t('claims.does')}**",
            f"**{t('claims.flips')}.** {t(f'{key}.flips')}\n\n{after}",
            f"**{t('course.race')}**",
        ],
        explanation="",
        prompts=(),
    )


def _verdict(claim: AbstractClaim, found: Verdict, t: Translator) -> str:
    text = t(f"claim.{type(claim).__name__}.{found.kind.value}", **claim_values(claim, found, t))
    return f"**{t(f'claims.verdict.{found.kind.value}')}** · {text}"
