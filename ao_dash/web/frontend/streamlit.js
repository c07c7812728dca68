// @ts-check
// Streamlit speaks English in a few places that cannot be set: what a person may meet is put into
// Polish here, by exact wording. A wording this file does not know stays as it is. So with roles that
// contradict the elements they stand on.

{
  /** @type {Record<string, string>} */
  const WORDS = {
    "Skip to main content": "Przejdź do treści",
    "Collapse sidebar": "Schowaj ekrany i filtry",
    "Expand sidebar": "Pokaż ekrany i filtry",
    Sidebar: "Ekrany i filtry",
    Open: "Rozwiń",
    Close: "Zamknij",
    "Choose an option": "Wybierz",
    "Choose options": "Wybierz",
    "No results": "Nie ma na tej liście; wszystkiego naraz szuka klawisz /",
    "Clear value": "Wyczyść",
    "Clear all": "Wyczyść",
    "Selected values": "Wybrane",
    "Main menu": "Menu",
    "App pages": "Ekrany",
    "Connection error": "Brak połączenia",
    "Streamlit server is not responding. Are you connected to the internet?":
      "Pulpit nie odpowiada. To, co widać, zostaje na ekranie; gdy połączenie wróci, filtry znów zadziałają.",
    "Connecting to Streamlit server": "Łączenie z pulpitem",
    Connecting: "Łączenie",
    "Page not found": "Nie ma takiej strony",
    "Network error": "Błąd sieci",
    Upload: "Wybierz plik",
    "Browse files": "Wybierz plik",
    "Drag and drop file here": "Upuść plik tutaj",
    "Remove file": "Usuń plik",
    "Add files": "Wybierz inny plik",
    "file upload": "Plik z danymi",
    "Upload file": "Wybierz plik",
    Increment: "Więcej",
    Decrement: "Mniej",
    "Link to heading": "Odnośnik do nagłówka",
    "Select all": "Wszystkie",
  };
  const SIZE = /^(\d+)(?:\.(\d+))?(B|KB|MB)$/;
  const FULL = /^You can only select up to (\d+) options?\. Remove an option first\.$/;
  const COUNTED = /^(\d+) options? available\.$/;
  const MOST = /^(\d+)MB per file(.*)$/;
  const MORE = /^(\d+) more$/;
  const REMOVED = /^Remove (.+)$/;
  const HELPED = /^Help for (.+)$/;
  const NAMED = ["aria-label", "title", "placeholder"];
  /** @param {string} text */
  const translated = (text) => {
    const key = text.trim();
    const size = SIZE.exec(key);
    if (size) return `${size[1]}${size[2] && size[2] !== "0" ? `,${size[2]}` : ""}\u00a0${size[3]}`;
    const full = FULL.exec(key);
    if (full) return `Najwyżej ${full[1]}. Usuń coś, żeby dodać.`;
    const counted = COUNTED.exec(key);
    if (counted) return `Do wyboru: ${counted[1]}.`;
    const most = MOST.exec(key);
    if (most) return `do ${most[1]} MB${most[2]}`;
    const more = MORE.exec(key);
    if (more) return `Jeszcze ${more[1]}`;
    const helped = HELPED.exec(key);
    if (helped) return `Pomoc: ${helped[1]}`;
    const removed = REMOVED.exec(key);
    return removed ? `Usuń: ${removed[1]}` : WORDS[key];
  };

  // A list whose children are no items is none, nor are they; a place that can be focused is no decoration.
  const ROLES = {
    "[data-testid=stSidebarNavItems]:has(> :not(li))": "presentation",
    "[data-testid=stSidebarNavItems]:has(> :not(li)) li": "presentation",
    "[data-testid=stFileUploaderDropzone]": "group",
  };
  /** @param {Element} node */
  const cast = (node) => {
    for (const [selector, role] of Object.entries(ROLES)) {
      const found = [...node.querySelectorAll(selector), ...(node.matches(selector) ? [node] : [])];
      for (const one of found) if (one.getAttribute("role") !== role) one.setAttribute("role", role);
    }
  };

  /** @param {Node} node */
  const mend = (node) => {
    if (node instanceof Text) {
      const words = translated(node.data);
      if (words) node.data = words;
      return;
    }
    if (!(node instanceof Element) || node.classList.contains("ao-panel")) return;
    for (const name of NAMED) {
      const words = translated(node.getAttribute(name) ?? "");
      if (words) node.setAttribute(name, words);
    }
    for (const child of node.childNodes) mend(child);
  };

  // The menu marks the present screen, and here the group that it stands in.
  /** @type {Record<string, string>} name of the group by the place of a screen in addresses */
  const GROUPS = JSON.parse(document.currentScript?.dataset.groups ?? "{}");
  const markGroup = () => {
    const present = GROUPS[location.pathname.split("/").pop() ?? ""];
    for (const group of document.querySelectorAll("[data-testid=stTopNavSection]")) {
      if (present && group.textContent?.startsWith(present)) group.setAttribute("aria-current", "true");
      else group.removeAttribute("aria-current");
    }
  };
  window.addEventListener("popstate", markGroup);

  // Whoever comes by the menu is given the address of what is carried there. It may arrive before the
  // page's own, when it would stand on the page that is left, or after it, when it takes the place of
  // the bare one, which nobody has seen.
  let leaving = false;
  let arriving = false;
  const push = history.pushState.bind(history);
  history.pushState = (data, title, address) => {
    const { pathname, search } = new URL(address ?? "", location.href);
    const here = pathname === location.pathname;
    if (leaving && here) return;
    if (arriving && here && !location.search) history.replaceState(data, title, address);
    else push(data, title, address);
    leaving = false;
    arriving = !here && !search;
    markGroup();
  };
  document.addEventListener(
    "click",
    ({ target, ctrlKey, metaKey, shiftKey }) => {
      const link = target instanceof Element ? target.closest("a") : null;
      if (!link || link.origin !== location.origin) return;
      const stays = link.hasAttribute("download") || link.target === "_blank" || ctrlKey || metaKey || shiftKey;
      leaving = !stays && link.pathname !== location.pathname;
    },
    true,
  );
  window.addEventListener("ao-drawn", () => {
    leaving = arriving = false;
  });

  // Lists compare what is typed letter by letter: it is given the marks of the name it begins first.
  const LISTS = "[data-testid=stSelectbox], [data-testid=stMultiSelect]";
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
  document.addEventListener(
    "input",
    ({ target }) => {
      if (!(target instanceof HTMLInputElement) || !target.closest(LISTS)) return;
      const words = window.aoPage?.respell?.(target.value);
      if (words && words !== target.value) write?.call(target, words);
    },
    true,
  );

  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      const place = target instanceof Element ? target : target.parentElement;
      if (place?.closest(".ao-panel")) continue; // ours is in Polish, and may be thousands of nodes
      if (type === "childList") {
        for (const node of addedNodes) mend(node);
        if (place?.closest("[data-testid=stHeader]")) markGroup();
        const around = place?.closest("[data-testid=stSidebarNav], [data-testid=stFileUploader]");
        if (around) cast(around);
        else for (const node of addedNodes) if (node instanceof Element) cast(node);
      } else mend(target);
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: NAMED,
  });
}

// Where the server is: without this, a page of another address than "/" looks below that address first.
{
  const ours = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
  window.__streamlit = { BACKEND_BASE_URL: new URL("../..", ours || location.origin).href.replace(/\/$/, "") };
}

// On a phone the drawer lies over the screen: it shuts when another one is chosen.
document.addEventListener("click", ({ target }) => {
  const link = target instanceof Element && target.closest("[data-testid=stSidebarNavLink]");
  if (!link || !matchMedia("(max-width: 768px)").matches) return;
  setTimeout(() => {
    const shut = document.querySelector("[data-testid=stSidebarCollapseButton] button[aria-expanded=true]");
    if (shut instanceof HTMLElement) shut.click();
  });
});

// The connection. Streamlit says nothing while it only tries to connect, waits for ever for an answer that
// never comes, and forgets what a panel asks meanwhile. Here silence gets a word, and a choice is kept until
// the server has answered.
{
  const PATIENCE = 8000; // milliseconds until silence gets a word
  const UNANSWERED = 15_000; // milliseconds after which a connection that answers nothing is no more
  const NOT_LIVE =
    "Dane na żywo nie docierają: widać tylko pierwszy obraz, a filtry nie działają. Administrator serwera musi przepuszczać WebSocket: nagłówki Host, Upgrade i Connection (opis: docs/hosting.md).";

  /** @type {HTMLElement | undefined} */
  let bar;
  /** @type {(text: string, label?: string, act?: () => void) => void} say something above everything; "" takes it back */
  const notice = (text, label, act) => {
    bar?.remove();
    bar = undefined;
    if (!text) return;
    bar = document.createElement("div");
    bar.className = "ao-toast";
    bar.setAttribute("role", "alert");
    bar.append(text);
    if (label && act) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ao-action";
      button.textContent = label;
      button.addEventListener("click", act);
      bar.append(button);
    }
    document.body.append(bar);
  };

  let live = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let doubt;
  /** @type {import("./types/page").Parameters} */
  let unanswered = {};
  /** @type {(parameters: import("./types/page").Parameters) => void} */
  let send = () => {};
  const onSilence = () => {
    doubt ??= setTimeout(() => notice(NOT_LIVE), PATIENCE);
  };
  const onAnswer = () => {
    if (doubt !== undefined) {
      clearTimeout(doubt);
      doubt = undefined;
      notice("");
    }
    const isBack = !live;
    live = true;
    if (isBack && Object.keys(unanswered).length) send(unanswered);
  };
  // not every message is the answer: one choice soon after another goes along with it
  for (const over of ["ao-drawn", "popstate"]) {
    window.addEventListener(over, () => {
      unanswered = {};
    });
  }

  window.WebSocket = class extends WebSocket {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    waiting;
    /**
     * @param {string | URL} url
     * @param {string | string[]} [protocols]
     */
    constructor(url, protocols) {
      super(url, protocols);
      onSilence();
      this.addEventListener("message", () => {
        this.rest();
        onAnswer();
      });
      this.addEventListener("close", () => {
        this.rest();
        live = false;
      });
    }
    rest() {
      clearTimeout(this.waiting);
      this.waiting = undefined;
    }
    /** @param {string | Blob | BufferSource} data */
    send(data) {
      super.send(data);
      this.waiting ??= setTimeout(() => this.dispatchEvent(new CloseEvent("close", { code: 1006 })), UNANSWERED);
    }
  };

  window.aoConnection = {
    notice,
    /** Ask for a choice, again after a lost connection, until there is an answer. */
    ask(parameters, how) {
      send = how;
      unanswered = { ...unanswered, ...parameters };
      if (live) send(unanswered);
    },
  };
}
