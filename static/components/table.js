// A table of results. Its data come from ui/components/html_table.py.
const version = new URL(import.meta.url).search;
const load = (name) => import(`../lib/${name}.js${version}`);
const [{ inline, made }, { styles }] = await Promise.all(["nodes", "styles"].map(load));

export default async function mount({ data, parentElement }) {
  await styles();
  let root = parentElement.querySelector(":scope > .sheet");
  if (!root) {
    parentElement.append((root = made("div", "sheet")));
    root.dataset.testid = "sheet";
    root.tabIndex = 0; // so that the keyboard scrolls it
  }
  root.replaceChildren(made("table", "", made("thead", "", row("th", data.head)), made("tbody", "", ...data.rows.map(line))));
}

function line({ glyph, colour, cells }) {
  const node = row("td", cells);
  const chip = made("span", "", glyph);
  chip.style.color = colour;
  node.firstChild.prepend(chip, " ");
  return node;
}

function row(tag, cells) {
  return made("tr", "", ...cells.map((text) => made(tag, "", inline(text))));
}
