// Language and theme of a page of the lab, with their switches, and the part of its address behind #.
import { element } from "../lib/nodes.js";

/** @type {Record<string, string>} */
const NAMES = { en: "English", ko: "한국어" };
const THEMES = ["light", "dark"];
const AGAIN = 2000; // ms after which a browser that refuses a change of the address is asked again

export class PageSettings {
  /** @type {string | null} */
  language = null;
  /** @type {string | null} One of THEMES; null follows the system. */
  theme = null;
  languages = element("select");
  themes = element("button");

  /**
   * @param {URLSearchParams} entries as `entries()` gives them; what is not valid is ignored
   * @param {string[]} languages
   * @param {string} first the language of the page unless another is chosen
   * @param {() => void} changed what to do when a person has chosen
   */
  constructor(entries, languages, first, changed) {
    this.first = first;
    const [language, theme] = [entries.get("language") ?? "", entries.get("theme") ?? ""];
    if (languages.includes(language)) this.language = language;
    if (THEMES.includes(theme)) this.theme = theme;
    this.languages.append(...languages.map((name) => new Option(NAMES[name], name)));
    this.languages.dataset.do = "language";
    this.languages.addEventListener("change", () => {
      this.language = this.languages.value;
      changed();
    });
    this.themes.type = "button";
    this.themes.dataset.do = "theme";
    this.themes.addEventListener("click", () => {
      this.theme = this.shownTheme === "dark" ? "light" : "dark";
      changed();
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
    window.addEventListener("hashchange", () => location.reload());
  }

  get shownLanguage() {
    return this.language ?? this.first;
  }

  get shownTheme() {
    return this.theme ?? (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }

  /** @returns {[string, string][]} */
  entries() {
    const named = /** @type {const} */ ([["language", this.language], ["theme", this.theme]]);
    return named.flatMap(([name, value]) => (value ? [[name, value]] : []));
  }

  /** @param {Record<string, string>} texts of the shown language */
  show(texts) {
    const { documentElement: page } = document;
    page.lang = this.shownLanguage;
    page.dataset.theme = this.shownTheme;
    document.title = texts.title;
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-unit]"))) {
      link.hash = String(new URLSearchParams(this.entries())); // so that the next page looks the same
    }
    this.languages.value = page.lang;
    this.languages.setAttribute("aria-label", texts.language);
    this.themes.textContent = this.shownTheme === "dark" ? texts.light : texts.dark;
    this.themes.setAttribute("aria-label", `${texts.theme}: ${this.themes.textContent}`);
  }
}

/** The entries of the address behind #. */
export const read = () => new URLSearchParams(location.hash.slice(1));

/**
 * Put entries into the address; a browser that finds this too often at once is asked again.
 * @param {() => [string, string][]} entries
 */
export function remember(entries) {
  try {
    history.replaceState(null, "", `#${new URLSearchParams(entries())}`);
  } catch {
    setTimeout(() => remember(entries), AGAIN);
  }
}
