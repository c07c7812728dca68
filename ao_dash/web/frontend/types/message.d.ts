// Made from ao_dash/mapview/message.py and ao_dash/screens/blocks.py: python -m bench.types

export type RowMessage = [code: string, name: string, type: number, shown: number, class_index: number | null, text: string, rank: number | null, status: number, number: number | null, size: number | null, projects: number[], notes: number[], broken: number, brief: string];

export type FlowMessage = [start: string, end: string, share: number, lon: number, lat: number];

export type FlowEndMessage = [code: string, lon: number, lat: number, name: string, text: string];

export type PointMessage = [kind: string, name: string, lon: number, lat: number, lines: string[]];

export type Annotation = [teryt6: string, lat: number, lon: number, text: string];

export interface Row {
  code: string;
  name: string;
  type: number;
  shown: number;
  class_index: number | null;
  text: string;
  rank: number | null;
  status: number;
  number: number | null;
  size: number | null;
  projects: number[];
  notes: number[];
  broken: number;
  brief: string;
}

export interface LegendMessage {
  steps: [string, string, number, string][];
  circles: [string, number][];
  marks: [string, string, number][];
  rug: number[];
  absent: [number, string, number][];
  hidden: number;
  broken: number;
  negative: number;
  area: string;
  whole: string;
  edges: string[];
  classing: string;
  between?: [number, number];
  scale?: ScaleMessage;
  axes?: string[];
  ranges?: string[][];
}

export interface DomainMessage {
  name?: string;
  missing?: string;
  cooperation?: number;
  known?: string[];
  awaited?: string[];
  later?: string;
}

export interface LinkMessage {
  text: string;
  href: string;
}

export interface GroupMessage {
  name: string;
  members: string[];
  only: number;
  merged: number;
}

export interface ScaleMessage {
  bounds: number[];
  digits: number;
}

export interface MapMessage {
  query: string;
  title: string;
  vintage: string;
  form: string;
  short: string;
  unit: string;
  unit_forms?: string[];
  year: number | string;
  years: number[];
  base: number | null;
  common: number;
  ranked: number;
  selected: string | null;
  types: string[];
  colours: string[];
  dark: number[];
  rows: RowMessage[];
  sentence: string;
  projects: string[];
  notes: string[];
  legend: LegendMessage;
  mode?: string;
  state?: string;
  around?: string[];
  whole?: string;
  group?: GroupMessage;
  listed?: string;
  ties?: [string, string, number][];
  tied?: string;
  flows?: FlowMessage[];
  flow_ends?: FlowEndMessage[];
  points?: PointMessage[];
  annotations?: Annotation[];
  point_keys?: [string, string][];
  flow_key?: [string, number][];
  flow_ways?: string[];
}

export interface ViewMessage {
  query: string;
  title: string;
  vintage: string;
  form: string;
  short: string;
  unit: string;
  unit_forms?: string[];
  year: number | string;
  years: number[];
  base: number | null;
  common: number;
  ranked: number;
  selected: string | null;
  types: string[];
  colours: string[];
  dark: number[];
  rows: RowMessage[];
  sentence: string;
  projects: string[];
  notes: string[];
  legend: LegendMessage;
  mode?: string;
  state?: string;
  around?: string[];
  whole?: string;
  group?: GroupMessage;
  listed?: string;
  ties?: [string, string, number][];
  tied?: string;
  flows?: FlowMessage[];
  flow_ends?: FlowEndMessage[];
  points?: PointMessage[];
  annotations?: Annotation[];
  point_keys?: [string, string][];
  flow_key?: [string, number][];
  flow_ways?: string[];
  dated: string;
  subtitle: string;
  lead: string;
  filters: string;
  notice: string[];
  clear: string[];
  scale: [number, number];
  area: number | null;
  cards: [string, string, string, string, string][];
  all: string[];
  method: string;
  formula: string[];
  sources: string[];
  domain: DomainMessage;
  profile: LinkMessage | null;
  stories?: LinkMessage[];
  offered?: string[];
}

export interface Link {
  text: string;
  href: string;
}

export interface Choice {
  text: string;
  parameters: Record<string, string>;
  level: number | null;
  label: string;
  chosen: boolean;
  to: string;
}

export interface Axis {
  title: string;
  ticks: [number, string][];
}

export interface Line {
  code: string;
  name: string;
  series: number;
  pieces: [number, number, string][][];
}

export interface Bar {
  code: string;
  name: string;
  text: string;
  start: number | null;
  end: number | null;
  colour: string;
  series: number | null;
}

export interface Range {
  code: string;
  name: string;
  text: string;
  place: number;
  inner: [number, number];
  outer: [number, number];
}

export interface Dot {
  code: string;
  name: string;
  x: number;
  y: number;
  text: string;
  colour: string;
}

export interface Card {
  title: string;
  figure: string;
  unit: string;
  year: string;
  rank: string;
  source: string;
  facts: [string, string][];
  line: [number, number, string][][];
  span: [string, string];
  breaks: [number, string, string][];
  dots: number[];
  place: number | null;
  others: ([number | null, string])[];
  note: string;
  href: string;
  absent: boolean;
}

export interface HeatColumn {
  name: string;
  told: string;
  group: string;
  href: string;
  polar: boolean;
}

export interface HeatCell {
  text: string;
  level: number;
  bar: number;
}

export interface HeatRow {
  code: string;
  name: string;
  cells: HeatCell[];
}

export interface Heading {
  kind: "heading";
  title: string;
  subtitle: string;
  notice: string[];
  clear: string[];
}

export interface Text {
  kind: "text";
  title: string;
  sentences: string[];
  listed: boolean;
  anchor: string;
  lead: boolean;
}

export interface Cards {
  kind: "cards";
  cards: [string, string, string, string][];
}

export interface Links {
  kind: "links";
  text: string;
  links: (Link | Choice)[];
  files: boolean;
}

export interface Table {
  kind: "table";
  title: string;
  text: string;
  columns: string[];
  rows: ((string | [string, number] | Link | Choice)[])[];
  numeric: number[];
  keys: string[];
  shut: boolean;
  chosen: string;
  still: number[];
  turned: boolean;
  wordy: boolean;
  anchor: string;
}

export interface Lines {
  kind: "lines";
  label: string;
  x: Axis;
  y: Axis;
  lines: Line[];
  breaks: [number, string][];
}

export interface Bars {
  kind: "bars";
  label: string;
  bars: Bar[];
  marks: [number, string][];
  chosen: string | null;
}

export interface Ranges {
  kind: "ranges";
  label: string;
  x: Axis;
  figures: string;
  ranges: Range[];
  key: [string, string, string];
  chosen: string;
}

export interface Scatter {
  kind: "scatter";
  label: string;
  x: Axis;
  y: Axis;
  dots: Dot[];
  cross: [number, number] | null;
  chosen: string;
  line: [[number, number], [number, number]] | null;
}

export interface Gallery {
  kind: "gallery";
  title: string;
  cards: Card[];
}

export interface HeatTable {
  kind: "heattable";
  title: string;
  columns: HeatColumn[];
  rows: HeatRow[];
  chosen: string;
}

export type TableCell = string | [string, number] | Link | Choice;

export type Block = Heading | Text | Cards | Links | Table | Lines | Bars | Ranges | Scatter | Gallery | HeatTable;
