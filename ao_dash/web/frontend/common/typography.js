// @ts-check
// Polish typography: what the end of a line must not part, and dates as people here write them.
// Paper has the same rules in ao_dash/output/paper/sheet.py; tests/support/typography.json holds both.

/** Neither the start nor the end of a number or word, nor part of an address. */
const START = "(?<![\\p{L}\\p{N}/.=?&_-])";
const END = "(?![\\p{L}\\p{N}/_-])";
const MONTH = "((?:19|20)\\d\\d)-(0[1-9]|1[0-2])";
/** @type {[RegExp, string][]} */
const RULES = [
  [new RegExp(`${START}${MONTH}-(0[1-9]|[12]\\d|3[01])/(0[1-9]|[12]\\d|3[01])${END}`, "gu"), "$3–$4.$2.$1"],
  [new RegExp(`${START}${MONTH}-(0[1-9]|[12]\\d|3[01])${END}`, "gu"), "$3.$2.$1"],
  [new RegExp(`${START}${MONTH}${END}`, "gu"), "$2.$1"],
  [new RegExp(`${START}(\\d{4})-(?=\\d{4}${END})`, "gu"), "$1–"],
  [/(\d)–(?=\d)/g, "$1–\u2060"],
  [new RegExp(`${START}(\\p{L}+|\\d+)-(?=\\d+${END})`, "gu"), "$1-\u2060"],
  [/(\d) (?=\d{3}(?!\d))/g, "$1\u00a0"],
  [/(?<![\p{L}\p{N}])([aiouwz]) (?=\S)/giu, "$1\u00a0"],
  [/(\d) (?=(?:r\.|tys\.|mln|mld|zł|os\.|proc\.|km|ha|p\.p\.|lat)(?!\p{L}))/gu, "$1\u00a0"],
];

/** @param {string} text */
export function typeset(text) {
  let done = text;
  for (const [rule, by] of RULES) done = done.replace(rule, by);
  return done;
}
