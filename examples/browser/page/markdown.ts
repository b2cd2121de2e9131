// The Markdown that the program writes (tables, lists, headings, paragraphs), as elements. It makes no links, and nothing
// of it is read as markup.

import { el } from "./dom";

/** Returns the elements of a text; its headings begin at a level. */
export function markdown(text: string, level: number): HTMLElement[] {
  const out: HTMLElement[] = [];
  const heading = () => out.findLast((one) => /^H\d$/.test(one.tagName))?.textContent ?? "";
  const lines = text.split("\n");
  for (let n = 0; n < lines.length;) {
    const line = lines[n] ?? "";
    const block = [line];
    const more = (is: (line: string) => boolean) => {
      while (++n < lines.length && is(lines[n] ?? "")) block.push(lines[n] ?? "");
    };
    if (line.trim() === "") n++;
    else if (/^#+ /.test(line)) (out.push(headed(line, level)), n++);
    else if (line.startsWith("|")) (more((next) => next.startsWith("|")), out.push(table(block, heading())));
    else if (/^\s*- /.test(line)) (more((next) => /^\s*- /.test(next)), out.push(list(block)));
    else (more((next) => next.trim() !== "" && !/^([#|]|\s*- )/.test(next)), out.push(paragraph(block)));
  }
  return out;
}

function headed(line: string, level: number): HTMLElement {
  return el(`h${level}` as "h3", {}, ...inline(line.replace(/^#+ /, "")));
}

function paragraph(lines: string[]): HTMLElement {
  return el("p", {}, ...inline(lines.join(" ")));
}

function list(lines: string[]): HTMLElement {
  const top = el("ul");
  for (const line of lines) {
    const item = el("li", {}, ...inline(line.replace(/^\s*- /, "")));
    const last = top.lastElementChild;
    if (!line.startsWith("  ") || !last) top.append(item);
    else (last.querySelector("ul") ?? last.appendChild(el("ul"))).append(item);
  }
  return top;
}

function table(rows: string[], heading: string): HTMLElement {
  const cells = (row: string) =>
    row
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim());
  const amounts = cells(rows[1] ?? "").map((cell) => cell.endsWith(":"));
  const kind = (n: number) => ({ class: amounts[n] ? "amount" : null });
  const head = cells(rows[0] ?? "").map((cell, n) => el("th", { scope: "col", ...kind(n) }, ...inline(cell)));
  const body = rows.slice(2).map((row) => {
    const made = cells(row).map((cell, n) =>
      n === 0 ? el("th", { scope: "row" }, ...inline(cell)) : el("td", kind(n), ...inline(cell)),
    );
    return el("tr", {}, ...made);
  });
  // A header of nothing heads nothing.
  const named = head.map((cell) => (cell.textContent === "" ? el("td") : cell));
  const made = el("table", {}, el("thead", {}, el("tr", {}, ...named)), el("tbody", {}, ...body));
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": `Table: ${heading}` }, made);
}

/** Returns a line's words: bold, code, and the signs that were kept from being read as Markdown. */
function inline(text: string): Node[] {
  const out: Node[] = [];
  const parts = /\*\*((?:\\.|[^*\\])+)\*\*|`([^`]+)`/g;
  let at = 0;
  for (const found of text.matchAll(parts)) {
    if (text[found.index - 1] === "\\") continue;
    out.push(...plain(text.slice(at, found.index)));
    const [, bold, code] = found;
    if (bold !== undefined) out.push(el("strong", {}, ...plain(bold)));
    else out.push(el("code", {}, code ?? ""));
    at = found.index + found[0].length;
  }
  out.push(...plain(text.slice(at)));
  return out;
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#96": "`", "#124": "|" };

function plain(text: string): Node[] {
  const read = text
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/<br ?\/?>/g, " ");
  return read === "" ? [] : [document.createTextNode(read)];
}
