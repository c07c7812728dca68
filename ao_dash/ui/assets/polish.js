// Streamlit speaks English in a few places that cannot be set: what a person may meet is put into
// Polish here, by exact wording. A wording this file does not know stays as it is.
"use strict";
{
  const WORDS = {
    "Skip to main content": "Przejdź do treści",
    "Collapse sidebar": "Schowaj ekrany i filtry",
    "Expand sidebar": "Pokaż ekrany i filtry",
    Sidebar: "Ekrany i filtry",
    Open: "Rozwiń",
    Close: "Zamknij",
    "Choose an option": "Wybierz",
    "Choose options": "Wybierz",
    "No results": "Brak wyników",
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
  };
  const COUNTED = /^(\d+) options? available\.$/;
  const REMOVED = /^Remove (.+)$/;
  const NAMED = ["aria-label", "title", "placeholder"];
  const translated = (text) => {
    const key = text.trim();
    const counted = COUNTED.exec(key);
    if (counted) return `Do wyboru: ${counted[1]}.`;
    const removed = REMOVED.exec(key);
    return removed ? `Usuń: ${removed[1]}` : WORDS[key];
  };

  const mend = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const words = translated(node.data);
      if (words) node.data = words;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.classList.contains("ao-panel")) return;
    for (const name of NAMED) {
      const words = node.hasAttribute(name) && translated(node.getAttribute(name));
      if (words) node.setAttribute(name, words);
    }
    for (const child of node.childNodes) mend(child);
  };

  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach(mend);
      else mend(target);
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: NAMED,
  });
}
