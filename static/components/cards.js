// What each contender did, in plain words. The data come from ui/surface/diagnosis_cards.py; a click reports which step to open
// and what to try.
const version = new URL(import.meta.url).search;
const load = (name) => import(`../lib/${name}.js${version}`);
const [{ icon, inline, made }, { styles }] = await Promise.all(["nodes", "styles"].map(load));

export default async function mount({ data, parentElement, setTriggerValue }) {
  await styles();
  let root = parentElement.querySelector(":scope > .diagnosis");
  if (!root) parentElement.append((root = made("div", "diagnosis")));
  root.dataset.testid = "diagnosis";
  const opened = [...root.children].map((one) => one.querySelector("details")?.open);
  const report = (i) => (name, ...positions) => setTriggerValue(name, [i, ...positions]);
  const way = ({ slot }) => (step) => `microscope?${data.query}&at=${step}&look=${slot}`;
  const cards = data.cards.map((one, i) => card(one, data.more, way(one), report(i)));
  root.replaceChildren(...cards);
  cards.forEach((one, i) => opened[i] && one.querySelector("details")?.setAttribute("open", ""));
}

function card({ name, glyph, colour, step, findings, first, nothing }, more, way, report) {
  const chip = made("span", "", glyph);
  chip.style.color = colour;
  const items = findings.map((one, position) => finding(one, position, way, report));
  const node = made("section", "diagnosis-card", made("header", "", made("strong", "", chip, ` ${name}`), stepLink(step, way, report)));
  node.append(...(items.length ? items.slice(0, first) : [made("p", "", nothing)]));
  if (first < items.length) node.append(made("details", "", made("summary", "", more), ...items.slice(first)));
  return node;
}

function finding({ text, step, attempts }, position, way, report) {
  const buttons = attempts.map((label, nth) => {
    const button = made("button", "", icon("experiment"), label);
    button.addEventListener("click", () => report("attempt", position, nth));
    return button;
  });
  return made("div", "", made("p", "", inline(text)), made("nav", "", stepLink(step, way, report), ...buttons));
}

function stepLink({ label, step }, way, report) {
  const node = made("a", "", icon("search"), label);
  node.href = new URL(way(step), document.baseURI).href;
  node.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own
    event.preventDefault();
    report("open", step);
  });
  return node;
}
