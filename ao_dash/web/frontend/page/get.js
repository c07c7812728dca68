// @ts-check
// „Pobierz”: the three files that most people want, always at hand; all others stand with the table.
import { button, el } from "../common/dom.js";
import { linkTo } from "./links.js";
import { state } from "./state.js";

/** @import { Link } from "../types/message" */

/** @type {[string, RegExp][]} what a file is called and how its address ends */
const USUAL = [
  ["Excel", /\.xlsx$/],
  ["Obraz (PNG)", /\.png$/],
  ["PDF do druku", /\.pdf$/],
];

/** Return the menu of files of what is shown, if there are any. */
export function getMenu() {
  const files = offered();
  const usual = USUAL.flatMap(([text, end]) => {
    const file = files.find(({ href }) => end.test(href.split("?")[0]));
    return file ? [linkTo({ text, href: file.href })] : [];
  });
  if (!usual.length) return [];
  const menu = el("details", "ao-get");
  const head = el("summary", "ao-action", "Pobierz");
  head.dataset.focus = "get";
  const box = el("div", "ao-get-list");
  for (const link of usual) link.setAttribute("download", "");
  box.append(
    ...usual,
    button("Więcej formatów", () => more(menu), { className: "ao-link" }),
  );
  menu.append(head, box);
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    head.focus();
  });
  return [menu];
}

/** @returns {{href: string}[]} */
function offered() {
  const { view } = state;
  if (view)
    return view.form === "empty"
      ? []
      : state.files.flatMap(([, files]) => files.map(([, path]) => ({ href: path + view.query })));
  const blocks = Object.values(state.blocks).flat();
  return blocks.flatMap((one) => (one.kind === "links" && one.files ? one.links.filter(isLink) : []));
}

/** @param {object} link @returns {link is Link} */
const isLink = (link) => "href" in link;

/** Return the first of all files of the page; they stand after the map, its table and the ranking. */
export const firstFile = () => /** @type {HTMLElement | null} */ (document.querySelector(".ao-downloads [download]"));

/**
 * Go to all files of the page.
 * @param {HTMLDetailsElement} menu
 */
function more(menu) {
  menu.open = false;
  const first = firstFile();
  first?.scrollIntoView({ block: "center" });
  first?.focus();
}
