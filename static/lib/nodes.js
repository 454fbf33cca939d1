// Small pieces of a page, made of text alone: nothing that is sent is ever read as HTML.
export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

// A symbol of the font that Streamlit's own icons use.
export function icon(name) {
  const node = element("span", "symbol", name);
  node.setAttribute("aria-hidden", "true");
  return node;
}

const MARKS = /\*\*[^*]+\*\*|:material\/\w+:|(`+)(.+?)\1(?!`)/g;

// Text with **strong** parts, `code` and :material/symbols:.
export function inline(text) {
  const nodes = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    nodes.append(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[1]) nodes.append(element("code", "", match[2].replace(/^ (?=[` ])|(?<=[` ]) $/g, "")));
    else if (match[0].startsWith("**")) nodes.append(element("strong", "", match[0].slice(2, -2)));
    else nodes.append(icon(match[0].slice(10, -1)));
  }
  nodes.append(text.slice(end));
  return nodes;
}
