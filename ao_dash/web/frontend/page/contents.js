// @ts-check
// Contents of a long screen, which stay in view.
import { button, el } from "../common/dom.js";

const FEWEST = 6; // headings
const FIRST = /^Jak czytać/;
const LINE = 0.3; // of the window, from the top: a part that has come so far is the present one

/** @type {Map<HTMLElement, HTMLElement>} */
let ways = new Map();
let watching = false;

/**
 * Return the contents of a part of the screen if it is long: files and how to read it come first.
 * @param {HTMLElement[]} nodes
 * @returns {HTMLElement[]}
 */
export function contents(nodes) {
  const heads = nodes.filter((node) => node.tagName === "H2");
  if (heads.length < FEWEST) return [];
  const nav = el("nav", "ao-contents ao-scroll");
  nav.setAttribute("aria-label", "Spis treści");
  const files = nodes.filter((node) => node.querySelector("[download]")).slice(0, 1);
  const reading = heads.filter((head) => FIRST.test(head.textContent ?? ""));
  const goals = new Set([...files, ...reading, ...heads]);
  ways = new Map(
    [...goals].map((goal) => [goal, way(goal, files.includes(goal) ? "Pobierz" : (goal.textContent ?? ""))]),
  );
  nav.append(...ways.values());
  if (!watching)
    document.addEventListener("scroll", () => requestAnimationFrame(mark), { capture: true, passive: true });
  watching = true;
  return [nav];
}

/** @param {HTMLElement} goal @param {string} name */
function way(goal, name) {
  const act = () => {
    goal.tabIndex = -1;
    goal.focus({ preventScroll: true });
    goal.scrollIntoView({ block: "start" });
  };
  return button(name, act, { className: "ao-way", focus: `way ${name}` });
}

/** Mark the part that is read, the last one above the line. */
function mark() {
  const tops = [...ways].map(([goal, node]) => ({ node, top: goal.getBoundingClientRect().top }));
  const above = tops.filter(({ node, top }) => node.isConnected && top < innerHeight * LINE);
  const { node } = above.sort((a, b) => b.top - a.top)[0] ?? {};
  if (!node || node.hasAttribute("aria-current")) return;
  for (const other of ways.values()) other.removeAttribute("aria-current");
  node.setAttribute("aria-current", "location");
  const nav = node.parentElement;
  nav?.scrollTo({ left: node.offsetLeft - (nav.clientWidth - node.offsetWidth) / 2 });
}
