// Every format's renderer, loaded when it is used: each brings a library of its own.
import type { Format } from "../formats";
import type * as Html from "./html";
import type * as Json from "./json";
import type * as Junit from "./junit";
import type * as Markdown from "./markdown";
import type { Render } from "./renderOptions";
import type * as Sarif from "./sarif";
import type * as Text from "./text";

const modules = {
  text: (): typeof Text => require("./text"),
  markdown: (): typeof Markdown => require("./markdown"),
  json: (): typeof Json => require("./json"),
  html: (): typeof Html => require("./html"),
  junit: (): typeof Junit => require("./junit"),
  sarif: (): typeof Sarif => require("./sarif"),
};

/** Every format by its name on the command line. */
export const renderers: Record<Format, Render> = {
  text: (report, options) => modules.text().renderText(report, options),
  markdown: (report) => modules.markdown().renderMarkdown(report),
  json: (report) => modules.json().renderJson(report),
  html: (report) => modules.html().renderHtml(report),
  junit: (report) => modules.junit().renderJunit(report),
  sarif: (report, options) => modules.sarif().renderSarif(report, options),
};
