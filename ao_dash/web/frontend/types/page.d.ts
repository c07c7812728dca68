// Types of the scripts themselves; those of the message are generated (see message.d.ts).
import type * as Leaflet from "leaflet";
import type { Block, Heading, MapMessage, Row, ViewMessage } from "./message";

export type { Row };

export type ReadView<Message extends MapMessage> = Omit<Message, "rows"> & {
  rows: Row[];
  byCode: Record<string, Row>;
  shown: Row[];
  /** The largest circle of each gmina in any year, where the years are here. */
  largest?: Map<string, number>;
  /** What the player says of the picture while a story is told. */
  story?: StoryPlace;
  /** What the lines of ties mean, on the screen of cooperation. */
  tied?: string;
};
export type MapView = ReadView<MapMessage>;
export type View = ReadView<ViewMessage>;

/** The words of a step and where it stands. */
export interface StoryPlace {
  title: string;
  text: string;
  story: string;
  place: string;
}

/** A picture of a story: of the map with all its years, or of another screen. */
export type Picture = MapPicture | PagePicture;
interface MapPicture {
  title: string;
  text: string;
  gmina: string | null;
  view: ViewMessage;
  years: Partial<ViewMessage>[];
  frames?: ViewMessage[];
}
interface PagePicture {
  title: string;
  text: string;
  places: Record<string, Block[]>;
  maps: MapMessage[];
  address: string;
}
/** Pictures that are all here, to be shown one after another. */
export interface Content {
  title: string;
  pictures: Picture[];
}
export interface ReportContent extends Content {
  layers: Record<string, Layer> & { base: BaseLayer };
}

/** A step of a story's file, and the file. */
export interface Step {
  tytul: string;
  obraz: string;
  tekst?: string;
  notatka?: string;
}
export interface Story {
  format?: string;
  wersja?: number;
  tytul: string;
  kroki: Step[];
}
export interface Words {
  tytul: string;
  tekst?: string;
  notatka?: string;
}

/** One thing to find: its kind, its name, what is said beside it, where it leads, words that mean it. */
export type Entry = [kind: string, name: string, detail: string, address: string, words: string[]];

export type Parameters = Record<string, string>;
export type Box = [left: number, top: number, right: number, bottom: number];
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

// --- the frame of the maps ---------------------------------------------------------------------

export interface GminaProperties {
  teryt6: string;
  name: string;
  label: [lon: number, lat: number];
}
export interface VintageCollection extends GeoJSON.FeatureCollection<GeoJSON.Geometry, GminaProperties> {
  lines: string;
}
export interface BaseLayer {
  context: GeoJSON.FeatureCollection<GeoJSON.Geometry, { name: string; label_lat: number; label_lon: number }>;
  powiaty: GeoJSON.FeatureCollection<GeoJSON.Geometry, { vintage?: string }>;
  towns: GeoJSON.FeatureCollection<GeoJSON.Point, { name: string; type: string }>;
  outline: GeoJSON.Geometry;
  bounds: [west: number, south: number, east: number, north: number];
}
export type Layer = BaseLayer | VintageCollection;

/** A polygon of a gmina on the map, with what is known of it. */
export interface Shape extends Leaflet.Polygon<GminaProperties> {
  feature: GeoJSON.Feature<GeoJSON.Polygon, GminaProperties>;
  getElement(): SVGPathElement;
}
/** Borders of one vintage on one map. */
export interface Borders {
  code: string;
  lines: string;
  layer: Leaflet.GeoJSON;
  byCode: Record<string, Shape>;
}

/** What a page tells the frame when it makes it. */
export interface FrameConfig {
  maps?: number;
  years?: string;
  layers: Record<string, string>;
  bounds: [west: number, south: number, east: number, north: number];
  font?: string;
  tiles?: boolean;
}

/** What the frame lets the page around do with its maps. */
export interface FrameApi {
  paint(views: MapMessage[]): void;
  bring(views: { vintage?: string }[]): void;
  hover(teryt6: string | null): void;
  playing(): boolean;
  years(act: YearAct): void;
  leave(): void;
  select(teryt6: string): void;
  stage(mode: string): void;
  paper(on: boolean): void;
}
export type YearAct = "back" | "next" | "play";

/** What the page lets the frame in it do. */
export interface PageApi {
  readonly maps: MapMessage[];
  held(address: string): Promise<unknown> | null;
  choose(parameters: Parameters): void;
  changeable(): boolean;
  toggle(teryt6: string): boolean;
  respell?(typed: string): string;
  pointed(teryt6: string | null): void;
  help(): void;
  /** Show the QR code of the address; a page that stands alone has none. */
  code?: () => void;
  present(on: boolean): void;
  key(event: KeyboardEvent): void;
  stir(): void;
}

/** What the page knows of its connection with the server (see streamlit.js). */
export interface ConnectionApi {
  notice(text: string, label?: string, act?: () => void): void;
  ask(parameters: Parameters, how: (parameters: Parameters) => void): void;
}

declare global {
  interface Window {
    /** The maps of this window. */
    aoMap?: FrameApi;
    /** The page, for frames in it. */
    aoPage?: PageApi;
    aoConnection: ConnectionApi;
    /** What Streamlit's page is told before it starts. */
    __streamlit?: { BACKEND_BASE_URL: string };
    /** Start the maps as soon as their modules are here (see map/boot.js). */
    aoStartMap?: (id: string, config: FrameConfig) => Leaflet.Map;
  }
}

// --- the page --------------------------------------------------------------------------------------

export type ScreenMessage =
  | {
      view: ViewMessage;
      places?: undefined;
      maps?: undefined;
      address?: undefined;
      mode?: undefined;
      leaf?: undefined;
      story?: undefined;
    }
  | {
      view?: undefined;
      places: Record<string, Block[]>;
      maps: MapMessage[];
      address?: string;
      mode?: string;
      leaf?: [number, number];
      story?: StoryPlace;
    };

/** A column of a table that sorts: `read` gives what a row is sorted by. */
export interface Column<Item> {
  name: string;
  read(row: Item): string | number;
  number?: boolean;
  still?: boolean;
  below?: HTMLElement;
}
export interface Order {
  column: number;
  down: boolean;
}
export type HeadingTexts = Pick<Heading, "title" | "subtitle" | "notice" | "clear">;
