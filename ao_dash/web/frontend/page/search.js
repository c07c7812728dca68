// @ts-check
// One search for everything: a field that is always at hand, and the letters of lists that are typed in.
import { at } from "../common/base.js";
import { el, svg } from "../common/dom.js";
import { find, respelled } from "../common/find.js";
import { state } from "./state.js";

/** @import { Entry } from "../types/page" */

const INDEX = "/szukaj.json";
const SHOWN = 9;
const LISTED = ["gmina", "wskaźnik", "dziedzina"]; // what the lists of the filters hold

/** @type {Entry[]} */
let entries = [];
/** @type {Promise<void> | undefined} */
let loading;

function load() {
  loading ??= fetch(at(INDEX))
    .then((answer) => answer.json())
    .then((found) => {
      entries = found;
      const { activeElement: typed } = document; // a list may have been typed in meanwhile
      if (typed instanceof HTMLInputElement && typed.value) typed.dispatchEvent(new Event("input", { bubbles: true }));
    })
    .catch(() => {
      loading = undefined; // without the network now; the next question asks again
    });
  return loading;
}

const input = Object.assign(el("input"), {
  type: "search",
  placeholder: "Szukaj",
  title: "Szukaj: klawisz /",
  autocomplete: "off",
  maxLength: 80,
});
const found = el("ul", "ao-found");
const none = el("p", "ao-found ao-found-none");
const box = el("div", "ao-search");
let chosen = -1;

/** Put the field into the page. */
export function startSearch() {
  if (document.querySelector(".ao-search")) return;
  box.setAttribute("role", "search");
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-label": "Szukaj wszędzie",
    "aria-autocomplete": "list",
    "aria-controls": "ao-found",
    "aria-expanded": "false",
  })) {
    input.setAttribute(name, value);
  }
  found.id = "ao-found";
  found.setAttribute("role", "listbox");
  found.setAttribute("aria-label", "Znalezione");
  none.setAttribute("role", "status");
  found.hidden = none.hidden = true;
  box.append(input, magnifier(), found, none);
  document.body.append(box);
  input.addEventListener("focus", load);
  input.addEventListener("input", answer);
  input.addEventListener("keydown", onInputKey);
  document.addEventListener("keydown", onSlash);
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !box.contains(target)) close();
  });
  setTimeout(load, 0); // after what the page itself asks for: a network that is lost later is not missed
}

function magnifier() {
  const mark = svg("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true" });
  mark.append(svg("circle", { cx: 7.5, cy: 7.5, r: 5.5 }), svg("path", { d: "M12 12 L17 17" }));
  return mark;
}

/**
 * Return what is typed into a list of the filters in the letters of the name that it begins.
 * @param {string} typed
 */
export const respell = (typed) =>
  respelled(
    entries.filter(([kind]) => LISTED.includes(kind)),
    typed,
  );

/** @param {KeyboardEvent} event */
function onSlash(event) {
  const { target } = event;
  const typing = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea"));
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  input.focus();
  input.select();
}

async function answer() {
  const question = input.value;
  await load();
  if (question !== input.value) return;
  const matching = find(entries, question, SHOWN);
  found.replaceChildren(...matching.map(option));
  found.hidden = !matching.length;
  none.hidden = Boolean(matching.length) || !question.trim();
  none.textContent = entries.length
    ? `Nie ma tu „${question.trim()}”. Szukać można gminy, miejscowości, wskaźnika, projektu i ekranu.`
    : "Nie udało się wczytać listy. Sprawdź połączenie i spróbuj jeszcze raz.";
  mark(matching.length ? 0 : -1);
}

/** @param {Entry} entry @param {number} index */
function option(entry, index) {
  const [kind, name, detail, address] = entry;
  const node = el("li", "ao-found-one");
  node.id = `ao-found-${index}`;
  node.setAttribute("role", "option");
  node.setAttribute("aria-disabled", String(!address));
  const said = detail.startsWith(kind) ? detail : `${kind}: ${detail}`;
  node.append(el("b", "", name), el("small", "", kind === detail ? detail : said));
  node.addEventListener("pointermove", () => mark(index));
  node.addEventListener("click", () => go(entry));
  return node;
}

/** @param {number} index of the option that Enter chooses */
function mark(index) {
  chosen = index;
  for (const [n, node] of [...found.children].entries()) node.setAttribute("aria-selected", String(n === index));
  const node = found.children[index];
  input.setAttribute("aria-expanded", String(!found.hidden));
  if (node) input.setAttribute("aria-activedescendant", node.id);
  else input.removeAttribute("aria-activedescendant");
  node?.scrollIntoView({ block: "nearest" });
}

/** @param {KeyboardEvent} event */
function onInputKey(event) {
  event.stopPropagation(); // the keys of the page are letters here
  const last = found.children.length - 1;
  if (event.key === "Escape") {
    close();
    input.value = "";
    input.blur();
  } else if (event.key === "ArrowDown") mark(Math.min(chosen + 1, last));
  else if (event.key === "ArrowUp") mark(Math.max(chosen - 1, 0));
  else if (event.key === "Enter" && chosen >= 0) /** @type {HTMLElement} */ (found.children[chosen]).click();
  else return;
  event.preventDefault();
}

function close() {
  found.replaceChildren();
  found.hidden = none.hidden = true;
  mark(-1);
}

/** @param {Entry} entry what is gone to: here if it is another choice of this screen, else by its address */
function go([, , , address]) {
  if (!address) return;
  const { pathname, searchParams } = new URL(at(address), location.origin);
  close();
  input.value = "";
  input.blur();
  const names = [...searchParams.keys()];
  const here = pathname === location.pathname || (location.pathname === at("/profil") && names.join() === "gmina");
  if (here && names.length && !state.ownScreen) state.choose(Object.fromEntries(searchParams));
  else location.assign(at(address));
}
