// Small pieces of a page, made of text alone: nothing that is sent is ever read as HTML.
export function made(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

// A symbol of the font that Streamlit's own icons use.
export function icon(name) {
  const node = made("span", "symbol", name);
  node.setAttribute("aria-hidden", "true");
  return node;
}

// Text with **strong** parts and :material/symbols:.
export function inline(text) {
  const nodes = document.createDocumentFragment();
  for (const part of text.split(/(\*\*[^*]+\*\*|:material\/\w+:)/)) {
    if (part.startsWith("**")) nodes.append(made("strong", "", part.slice(2, -2)));
    else if (part.startsWith(":material/")) nodes.append(icon(part.slice(10, -1)));
    else nodes.append(part);
  }
  return nodes;
}
