// What each contender did, in plain words. The data come from ui/surface/diagnosis_cards.py; a click reports which step to open
// and what to try.
const version = new URL(import.meta.url).search;
const load = (name) => import(`../lib/${name}.js${version}`);
const [{ element, icon, inline }, { styles }] = await Promise.all(["nodes", "styles"].map(load));

export default async function mount({ data, parentElement, setTriggerValue }) {
  await styles();
  let root = parentElement.querySelector(":scope > .diagnosis");
  if (!root) parentElement.append((root = element("div", "diagnosis")));
  root.dataset.testid = "diagnosis";
  const opened = [...root.children].map((one) => one.querySelector("details")?.open);
  const report = (i) => (name, ...positions) => setTriggerValue(name, [i, ...positions]);
  const link = ({ number }) => (step) => `microscope?${data.query}&at=${step}&look=${number}`;
  const cards = data.cards.map((one, i) => card(one, data.more, link(one), report(i)));
  root.replaceChildren(...cards);
  cards.forEach((one, i) => opened[i] && one.querySelector("details")?.setAttribute("open", ""));
}

function card({ name, glyph, color, step, findings, first, nothing }, more, link, report) {
  const chip = element("span", "", glyph);
  chip.style.color = color;
  const items = findings.map((one, position) => finding(one, position, link, report));
  const node = element("section", "diagnosis-card", element("header", "", element("strong", "", chip, ` ${name}`), stepLink(step, link, report)));
  node.append(...(items.length ? items.slice(0, first) : [element("p", "", nothing)]));
  if (first < items.length) node.append(element("details", "", element("summary", "", more), ...items.slice(first)));
  return node;
}

function finding({ text, step, attempts }, position, link, report) {
  const buttons = attempts.map((label, nth) => {
    const button = element("button", "", icon("experiment"), label);
    button.addEventListener("click", () => report("attempt", position, nth));
    return button;
  });
  return element("div", "", element("p", "", inline(text)), element("nav", "", stepLink(step, link, report), ...buttons));
}

function stepLink({ label, step }, link, report) {
  const node = element("a", "", icon("search"), label);
  node.href = new URL(link(step), document.baseURI).href;
  node.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own
    event.preventDefault();
    report("open", step);
  });
  return node;
}
