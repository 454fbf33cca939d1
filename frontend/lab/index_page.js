// The list of lessons and claims of a course.
import { only } from "../lib/nodes.js";
import { PageSettings, read, remember } from "./page_settings.js";
/** @import { IndexPage } from "../types/lab" */

export class Index {
  /**
   * @param {HTMLElement} root
   * @param {IndexPage} data
   */
  constructor(root, data) {
    const show = () => page.show(data.languages[page.shownLanguage].texts);
    const page = new PageSettings(read(), Object.keys(data.languages), data.language, () => {
      remember(() => page.entries());
      show();
    });
    only(root, "header").append(page.languages, page.themes);
    show();
  }
}
