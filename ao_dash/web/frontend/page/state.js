// @ts-check
// Everything the page remembers, in one place. One message is one state of a screen: whoever receives
// it draws it wherever a place is reserved.
/** @import { Content, Order, Parameters, Story, StoryPlace, View } from "../types/page" */
/** @import { Block, MapMessage, ViewMessage } from "../types/message" */
/** @typedef {ReturnType<typeof setTimeout>} Timer */

export const state = {
  /** @type {View | null} what the main screen shows */
  view: null,
  /** @type {MapMessage[]} what the maps show */
  maps: [],
  /** @type {Record<string, Block[]>} what another screen shows, by place */
  blocks: {},
  /** @type {[number, number]} which picture of another screen is shown alone, and how many there are */
  leaf: [1, 1],
  mode: "", // how it is shown, if not as usual
  address: "", // what restores it: the query of the map, or the place of another screen and its query
  /** @type {StoryPlace | null} what the player says of it while a story is told */
  story: null,
  path: "", // of the screen that sent what is shown
  /** @type {Map<string, HTMLElement>} places of the page by name */
  places: new Map(),
  /** @type {[string, [string, string][]][]} downloads in groups: name, address up to its query */
  files: [],
  /** @type {Map<string, Order>} order of each table a person has sorted */
  orders: new Map(),
  goal: "", // anchor of the block to go on to when the next message is drawn
  ownScreen: "", // the screen that draws itself, if it is one
  embedOpen: false,
  /** @type {(parameters: Parameters) => void} ask for another choice */
  choose: () => {},
  /** @type {((address: string) => Promise<unknown> | null) | null} data that the page has brought along */
  held: null,
};

/** Keys of a presentation that the server has not been told yet. */
export const pressed = {
  /** @type {Parameters} */
  parameters: {},
  /** @type {Timer | undefined} */
  telling: undefined,
  /** @type {Timer | undefined} */
  still: undefined,
  /** @type {WakeLockSentinel | undefined} */
  awake: undefined,
};

/** Pictures that are all here, shown one after another. */
export const player = {
  /** @type {Content | null} */
  content: null,
  number: 0,
  /** @type {ViewMessage | null} the year that is shown, if another than the picture's */
  frame: null,
  /** @type {string | null} */
  gmina: null,
  mode: "",
  /** Called after another picture has been shown. */
  went: () => {},
};

/** The screen of stories. */
export const shelf = {
  /** @type {string | null} code of the story that is open */
  code: null,
  /** @type {Story | null} */
  story: null,
  /** @type {{code: string, title: string}[]} stories of the data folder */
  shipped: [],
  /** @type {string[]} faults of those that cannot be shown */
  notes: [],
  /** @type {string[]} faults of the story that is open */
  faults: [],
  status: "",
  /** @type {number | undefined} step that was shown last */
  number: undefined,
  turn: 0, // counts requests: only the newest one is shown
};

/** The window of the speaker's notes. */
export const speaker = {
  /** @type {Window | null} */
  page: null,
  from: 0,
  /** @type {ReturnType<typeof setInterval> | undefined} */
  ticking: undefined,
};
