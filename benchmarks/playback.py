"""Frame rate of the playback of a race."""

from itertools import pairwise

from benchmarks.browser import browsing
from benchmarks.measurement import Measurement
from benchmarks.server import serving, settled

SECONDS = 4
WATCH = """seconds => new Promise((resolve) => {
  const race = document.querySelector("[data-testid=race]");
  const frames = [];
  const look = (now) => {
    if (race.dataset.playing === "true") frames.push([now, race.dataset.step]);
    if (frames.length && now - frames[0][0] > 1000 * seconds) resolve(frames);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  document.querySelector('[data-testid=race] [data-do="play"]').click();
})"""


def measurements() -> list[Measurement]:
    """Frames per second while the opening race plays."""
    with serving() as (address, server), browsing() as browser:
        page = browser.new_page()
        page.goto(f"http://{address}/surface")
        page.wait_for_selector("[data-testid=race][data-drawn]")
        settled(server)
        frames = page.evaluate(WATCH, SECONDS)
    times, steps = [time for time, _ in frames], {step for _, step in frames}
    rate = 1000 * (len(times) - 1) / (times[-1] - times[0])
    slowest = max(after - before for before, after in pairwise(times))
    how = f"{len(times)} frames over {len(steps)} steps of the opening race; the slowest took {slowest:.0f} ms"
    return [Measurement(what="playback", value=rate, unit="frames/s", target=50, at_least=True, how=how)]
