// What each contender did, in plain words. The data come from ui/surface/diagnosis_cards.py; the page is told which step to open
// and what to try.
const version = new URL(import.meta.url).search;
const load = (name) => import(`../lib/${name}.js${version}`);
const [{ icon, inline, made }, { styles }] = await Promise.all(["nodes", "styles"].map(load));

export default async function mount({ data, parentElement, setTriggerValue }) {
  await styles();
  let root = parentElement.querySelector(":scope > .words");
  if (!root) parentElement.append((root = made("div", "words")));
  root.dataset.testid = "words";
  const opened = [...root.children].map((one) => one.querySelector("details")?.open);
  const tell = (i) => (name, ...places) => setTriggerValue(name, [i, ...places]);
  const way = ({ slot }) => (step) => `microscope?${data.query}&at=${step}&look=${slot}`;
  const cards = data.cards.map((one, i) => card(one, data.more, way(one), tell(i)));
  root.replaceChildren(...cards);
  cards.forEach((one, i) => opened[i] && one.querySelector("details")?.setAttribute("open", ""));
}

function card({ name, glyph, colour, door, findings, first, nothing }, more, way, tell) {
  const chip = made("span", "", glyph);
  chip.style.color = colour;
  const said = findings.map((one, place) => finding(one, place, way, tell));
  const node = made("section", "words-card", made("header", "", made("strong", "", chip, ` ${name}`), link(door, way, tell)));
  node.append(...(said.length ? said.slice(0, first) : [made("p", "", nothing)]));
  if (first < said.length) node.append(made("details", "", made("summary", "", more), ...said.slice(first)));
  return node;
}

function finding({ text, door, attempts }, place, way, tell) {
  const buttons = attempts.map((label, nth) => {
    const button = made("button", "", icon("experiment"), label);
    button.addEventListener("click", () => tell("attempt", place, nth));
    return button;
  });
  return made("div", "", made("p", "", inline(text)), made("nav", "", link(door, way, tell), ...buttons));
}

function link({ label, step }, way, tell) {
  const node = made("a", "", icon("search"), label);
  node.href = new URL(way(step), document.baseURI).href;
  node.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own
    event.preventDefault();
    tell("open", step);
  });
  return node;
}
