// @ts-check
// The path that the dashboard lives under, "" for none: our files lie at a known depth below it.
// A report is a file of its own, without a server.

const HERE = import.meta.url;

export const BASE = HERE.startsWith("http") ? new URL("../../..", HERE).pathname.replace(/\/$/, "") : "";

/** @param {string} address an address of the dashboard, or of the web, as a browser has to ask for it */
export const at = (address) => (address.startsWith("/") ? BASE + address : address);
