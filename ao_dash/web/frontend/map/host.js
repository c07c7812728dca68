// @ts-check
// The page around the frame, and where data come from.

/**
 * Return the window of the page around; a page that holds the map itself is its own host.
 * @returns {Window}
 */
export function host() {
  try {
    if (window.parent !== window && window.parent.aoPage) return window.parent;
  } catch {} // a page of somebody else, which a report may stand in
  return window;
}

/** Return what the page around offers, if there is one. */
export const hostPage = () => host().aoPage;

/**
 * Fetch data: from the page itself if it has brought them along, else from the server.
 * @param {string} url
 * @returns {Promise<any>}
 */
export async function fetchJson(url) {
  const held = hostPage()?.held(url);
  if (held) return held;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/** Keys pressed while the frame has the focus mean what they mean on the page. */
export function passKeys() {
  if (host() === window) return;
  window.addEventListener("keydown", (event) => hostPage()?.key(event), true);
  for (const name of ["pointermove", "pointerdown"]) {
    window.addEventListener(name, () => hostPage()?.stir(), { passive: true });
  }
}
