// A table of results. Its data come from ui/components/html_table.py.
const version = new URL(import.meta.url).search;
const load = (name) => import(`../lib/${name}.js${version}`);
const [{ element, inline }, { styles }] = await Promise.all(["nodes", "styles"].map(load));

export default async function mount({ data, parentElement }) {
  await styles();
  let root = parentElement.querySelector(":scope > .sheet");
  if (!root) {
    parentElement.append((root = element("div", "sheet")));
    root.dataset.testid = "sheet";
    root.tabIndex = 0; // so that the keyboard scrolls it
  }
  root.replaceChildren(element("table", "", element("thead", "", row("th", data.head)), element("tbody", "", ...data.rows.map(line))));
}

function line({ glyph, color, cells }) {
  const node = row("td", cells);
  const chip = element("span", "", glyph);
  chip.style.color = color;
  node.firstChild.prepend(chip, " ");
  return node;
}

function row(tag, cells) {
  return element("tr", "", ...cells.map((text) => element(tag, "", inline(text))));
}
