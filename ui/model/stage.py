"""The parts of the model page: the training's controls, what is to be seen of it, its table."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from optim_core.base.text import Translator
from optim_core.explain.averaging import averaging_verdict
from optim_core.explain.seed_summary import score_comparison
from optim_core.explain.training_rows import model_rows
from optim_core.permalink.presets import PRESETS
from optim_core.specs import ModelRun
from optim_core.specs.views import ModelView
from optim_core.train.arrivals import costs_to
from optim_core.train.background_job import TrainingJob
from optim_core.train.evaluation_seconds import BLOCKS, UPDATES
from ui.components.multiples import multiples
from ui.components.result_tables import model_table
from ui.compute import training
from ui.compute.own_table import read_page_run
from ui.compute.update_times import update_times
from ui.model.evidence import evidence
from ui.model.fair_race_link import fair_race_link
from ui.model.samples import about_samples, samples
from ui.model.scene import Scene
from ui.model.view_notes import line_notes, thinning_notes
from ui.model.views import OF_ALL_SEEDS, options, picture, reason
from ui.session.active_run import active_indices, checked_run, read_run, valid_query
from ui.session.callbacks import on_choice, on_click, with_whole_page
from ui.session.fragments import STAGE, always, part
from ui.session.literal import literal
from ui.session.page_state import PageState
from ui.session.part_errors import part_errors
from ui.widgets.controls import hyper_buttons, hyper_control
from ui.widgets.entry_controls import option_name

POLL_SECONDS = 0.5


def model_head(state: PageState, t: Translator) -> None:
    """Title, and what to try first."""
    left, right = st.columns([0.75, 0.25], vertical_alignment="bottom")
    with left:
        st.title(t("model.title"), anchor=False)
        st.caption(t("model.hint"))
    right.menu_button(
        t("model.try"),
        list(PRESETS),
        format_func=lambda name: t(f"model.preset.{name}"),
        icon=":material/lightbulb:",
        on_click=on_choice("model.try", partial(_try, state)),
        key="model.try",
        width="stretch",
    )


def _try(state: PageState, preset: str) -> None:
    state.replace(state.form.clean(PRESETS[preset])[0])
    st.rerun()


def model_stage(state: PageState, t: Translator) -> None:
    """The controls, view and table of the training; redrawn on a timer while it is under way."""
    polling = training.is_running()
    state.data.full_rerun = True

    def body() -> None:
        full_rerun, state.data.full_rerun = state.data.full_rerun, False
        indices, run = checked_run(state, read_page_run, lambda query, run: (active_indices(query), run), t)
        is_own = dict(valid_query(state)) == dict(state.query)  # and not that of an earlier state, beside an error
        job = training.job(run) if is_own else st.session_state.get("job")
        _controls(state, run, job, t, is_own=is_own)
        if (
            polling != training.is_running() and not full_rerun
        ):  # a page's run that ends here would lose the sidebar's widgets
            st.rerun()
        hyper_buttons(state, "view", ModelView, t)
        if not job or not job.logs():
            st.info(t("model.waiting" if polling else "model.empty"), icon=":material/hourglass_empty:")
        else:
            _results(job, run, indices, state, t)
        state.publish()

    part(state, STAGE, body, depends=always, run_every=POLL_SECONDS if polling else None)


def scene_of(job: TrainingJob, run: ModelRun, indices: Sequence[int], state: PageState) -> Scene:
    """The job's training in the view that is set; its contenders may differ from those set now."""
    trained: Sequence[int] = indices if job.run == run else st.session_state.get("job.indices", ())
    if len(trained) != len(job.run.optimizers):
        trained = range(len(job.run.optimizers))
    return Scene.of(job, state.view(ModelView), trained)


def timed(scene: Scene, t: Translator) -> Scene:
    """The scene with the contenders' seconds, if the view is by the second; waits until they are measured."""
    return replace(scene, seconds=update_times(scene.run, t)) if scene.view.by == "second" else scene


def _results(job: TrainingJob, run: ModelRun, indices: Sequence[int], state: PageState, t: Translator) -> None:
    scene = timed(scene_of(job, run, indices, state), t)
    above = st.container()
    if job.run != run:
        above.info(t("model.changed"), icon=":material/history:")
    _options(scene, state, t)
    if why := reason(scene, t):
        st.info(why, icon=":material/visibility_off:")
    else:
        _picture(scene, t)
    with part_errors("model.table"):
        _table(job, scene, state, t)
    if not scene.live:
        fair_race_link(valid_query(state), t)
    _remarks(scene, t)


def _table(job: TrainingJob, scene: Scene, state: PageState, t: Translator) -> None:
    logs, task = job.logs(), scene.run.dataset.task
    target = scene.view.target
    rows = model_rows(logs, target)
    seconds = costs_to(scene.run, scene.logs, target, scene.seconds) if scene.seconds else []
    model_table(rows, scene.indices, task, target, scene.live, t, seconds)
    if not scene.live:
        names = [row.label for row in rows]
        evidence(score_comparison(logs), names, scene.indices, task, state, t)
        if text := averaging_verdict(scene.logs, [literal(name) for name in names], t):
            st.markdown(f":material/airwave: {text}")


@part_errors("model.picture")
def _picture(scene: Scene, t: Translator) -> None:
    shown = picture(scene, t)
    if shown.texts:
        samples(scene.names(t), shown.texts, scene.indices)
        return
    multiples(
        shown.figures,
        t,
        key="model.picture",
        alts=shown.alts,
        animations=shown.animations,
        frames=shown.frames,
        size=shown.size,
        news="" if scene.live else shown.alts[0],
    )


def _options(scene: Scene, state: PageState, t: Translator) -> None:
    """The choices of the view at hand."""
    name = scene.view.view
    row, below = st.container(horizontal=True, vertical_alignment="bottom"), st.container()
    with row:
        for entry in options(scene):
            hyper_buttons(state, entry, ModelView, t)
        if name == "curves" and scene.run.seeds > 1:
            hyper_control(state, "singles", ModelView, t)
        if name == "curves" and scene.view.measure == "loss":
            hyper_control(state, "smoothing", ModelView, t, below=below)
        if name == "curves":
            hyper_control(state, "target", ModelView, t, below=below)
        if name == "landscape":
            hyper_control(state, "points", ModelView, t, below=below)


def _remarks(scene: Scene, t: Translator) -> None:
    """Notes below the view: seeds, device, and what the view leaves out."""
    notes = [t("model.device", device=option_name(t, "device", scene.run.device))]
    if scene.run.seeds > 1:
        key = "of_all_seeds" if scene.view.view in OF_ALL_SEEDS else "of_first_seed"
        notes = [t(f"model.{key}", seed=scene.run.seed, seeds=scene.run.seeds), *notes]
    if scene.view.view == "curves" and scene.seconds:
        notes = [t("model.seconds", blocks=BLOCKS, updates=UPDATES), *notes]
    if (key := f"model.about.{scene.view.view}") in t and not reason(scene, t):
        notes = [t(key, **about_samples(scene.run.dataset)), *notes]
    notes = [*line_notes(scene, t), *thinning_notes(scene, t), *notes]
    st.caption(" ".join(notes))


def _controls(state: PageState, run: ModelRun, job: TrainingJob | None, t: Translator, *, is_own: bool) -> None:
    """Buttons to train, stop and continue. Only the run of the page's state (`is_own`) can be trained."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if job and job.running:
            st.button(t("model.stop"), icon=":material/stop:", on_click=on_click(job.stop), key="model.stop")
            left = "" if job.seconds_left is None else t("model.left", seconds=f"{job.seconds_left:.0f}")
            st.progress(job.progress, t("model.progress", share=f"{100 * job.progress:.0f}") + left)
            return
        icon = ":material/play_arrow:"
        train = on_click(_train, state)
        st.button(t("model.train"), icon=icon, type="primary", key="model.train", disabled=not is_own, on_click=train)
        if is_own and job and job.done and job.run == run and not job.failed:
            st.caption(t("model.trained"))
        if job and not job.done:
            resume = on_click(with_whole_page, job.start)
            st.button(t("model.continue"), icon=":material/resume:", key="model.continue", on_click=resume)
        if job and job.failed:
            st.error(t("model.failed"))


def _train(state: PageState) -> None:
    run = read_run(read_page_run, state.query)
    st.session_state["job.indices"] = list(active_indices(state.query))
    training.start(run)
    st.rerun()
