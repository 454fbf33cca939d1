// All surfaces as cards. Their data come from ui/surface/gallery.py; a click tells the page which one to open.
const version = new URL(import.meta.url).search;
const load = (name) => import(`../lib/${name}.js${version}`);
const [{ element }, { style }, { styles }] = await Promise.all(["nodes", "theme", "styles"].map(load));

// Takes the surface's light colors to its dark ones.
const DARK = `<svg width="0" height="0" aria-hidden="true"><filter id="gallery-dark" color-interpolation-filters="sRGB">
  <feComponentTransfer>
    <feFuncR type="linear" slope="0.75" intercept="-0.38"/>
    <feFuncG type="linear" slope="1.15" intercept="-0.68"/>
    <feFuncB type="linear" slope="1.85" intercept="-1.25"/>
  </feComponentTransfer>
</filter></svg>`;

export default async function mount({ data, parentElement, setTriggerValue }) {
  await styles();
  let root = parentElement.querySelector(":scope > .gallery");
  if (!root) {
    root = document.createElement("div");
    root.className = "gallery";
    root.dataset.testid = "gallery";
    parentElement.append(root);
  }
  root.classList.toggle("dark", style(parentElement).dark);
  root.innerHTML = DARK;
  root.append(...data.groups.map((group) => section(group, (key) => setTriggerValue("open", key))));
}

function section({ name, about, cards }, open) {
  const list = element("div", "gallery-cards", ...cards.map((card) => link(card, open)));
  return element("section", "", element("h3", "", name), element("p", "gallery-about", about), list);
}

function link({ key, name, about, picture, link }, open) {
  const image = element("img", "");
  Object.assign(image, { src: `data:image/png;base64,${picture}`, alt: "", width: 96, height: 96 });
  const card = element("a", "gallery-card", image, element("strong", "", name), element("span", "", about));
  Object.assign(card, { href: new URL(link, document.baseURI).href });
  card.dataset.key = key;
  card.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own
    event.preventDefault();
    open(key);
  });
  return card;
}
