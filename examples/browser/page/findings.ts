// What is wrong with a plan, what is likely behind it, and what is still to do.

import { type Attributes, type Child, count, el } from "./dom";
import {
  type At,
  type Cause,
  type Edit,
  type Finding,
  type Ledger,
  type Mend,
  type Plan,
  counting,
  edits,
  waived,
  where,
} from "./told";

/** What findings need of the editor; there is none beside a workbook. */
export interface Beside {
  /** True when edits have been tried on copies of the plan; until then none can be made, and each keeps its place. */
  isTried: boolean;
  go(at: { start?: number; end?: number }): void;
  words(edit: Edit): string;
  apply(edits: Edit[]): void;
  /** Returns the words that may be written at a place. */
  offers(at: { start?: number }): Promise<string[]>;
  /** Fills a gap, and goes on to another, by its path. */
  fill(edit: Edit, next: string | null): void;
}

/** The most findings that are shown in full; more are a click away. */
const MOST = 100;

/** Returns what a plan is told; `isLooking` holds a place for a likely cause. */
export function findings(plan: Plan, beside: Beside | null, isLooking: boolean): HTMLElement[] {
  const { wrong, absent } = counting(plan);
  const explained = new Set(plan.causes.flatMap((cause) => cause.explains));
  const out: HTMLElement[] = plan.causes.map((cause) => likely(cause, beside));
  if (isLooking && wrong.length > 0) {
    out.push(el("section", { class: "cause looking" }, el("h3", {}, "Looking for the likely cause")));
  }
  if (wrong.length > 0) {
    const shown = (part: Finding[]) =>
      el("div", {}, ...part.map((one) => full(one, explained.has(one.fingerprint), beside)));
    out.push(el("h3", {}, "What is wrong"), some(wrong, shown));
  }
  if (absent.length > 0) {
    const gaps = beside && absent.some((finding) => finding.rule === GAP);
    const shown = some(absent, (part) => parts(part, beside));
    out.push(el("h3", {}, "What is still to do"), ...(gaps ? [hint()] : []), shown);
  }
  const aside = waived(plan);
  const nothing = aside.length > 0 ? "Nothing was found that counts." : "Nothing was found.";
  if (out.length === 0) out.push(el("p", { class: "nothing" }, nothing));
  if (aside.length > 0) {
    out.push(el("h3", {}, "What a waiver sets aside"));
    out.push(some(aside, (part) => el("ul", { class: "todo" }, ...part.map((one) => accepted(one, beside)))));
  }
  return out;
}

/** Shows a finding that a waiver sets aside, with who accepted it and why. */
function accepted(finding: Finding, beside: Beside | null): HTMLElement {
  const { by, reason } = finding.waiver ?? { by: "", reason: "" };
  const why = el("span", { class: "line" }, ` waived by ${by}: ${reason}`);
  return el("li", {}, place(finding.at, beside), " ", ...coded(finding.message), why);
}

function hint(): HTMLElement {
  const words = "Fill in what you know and press Enter: an amount as 1,250,000 or £1.3m, a day as 31/3/2025.";
  return el("p", { class: "line" }, words);
}

/** Shows the first findings, and the rest when they are asked for. */
function some(all: Finding[], shown: (part: Finding[]) => HTMLElement): HTMLElement {
  const home = el("div", {}, shown(all.slice(0, MOST)));
  const rest = all.slice(MOST);
  if (rest.length === 0) return home;
  const show = () => {
    const part = shown(rest);
    part.tabIndex = -1;
    more.replaceWith(part);
    part.focus();
  };
  const words = `Show ${count(rest.length, "more finding", "more findings")}`;
  const more = el("button", { type: "button", onclick: show }, words);
  home.append(more);
  return home;
}

/** Shows what is still to do, a line each, under the parts of the plan. */
function parts(all: Finding[], beside: Beside | null): HTMLElement {
  const of = (finding: Finding) => finding.at.path.split(".")[0] || "plan";
  const names = [...new Set(all.map(of))];
  const part = (name: string) => {
    const own = all.filter((finding) => of(finding) === name);
    return [
      el("h4", { class: "part" }, el("code", {}, name), ` (${own.length})`),
      el("ul", { class: "todo" }, ...own.map((finding, n) => row(finding, name, own[n + 1] ?? null, beside))),
    ];
  };
  return el("div", {}, ...names.flatMap(part));
}

function likely(cause: Cause, beside: Beside | null): HTMLElement {
  const answers = count(cause.explains.length, "finding", "findings");
  const mends = cause.edit ? [cause.edit] : cause.alternatives;
  const places = mends.flatMap(edits).slice(0, 1);
  return el(
    "section",
    { class: "cause" },
    el("h3", {}, mends.length > 1 ? "Likely cause, one of several" : "Likely cause"),
    el("p", { class: "message" }, ...coded(cause.message)),
    el("p", { class: "where" }, ...(places[0] ? [place(places[0].at, beside), " · "] : []), `answers ${answers} below`),
    el("p", { class: "edits" }, ...mends.map((mend) => change(mend, mends.length === 1, beside))),
  );
}

/** Returns the button that makes a change, or the words that say what to type in a workbook. */
function change(mend: Mend, isFirst: boolean, beside: Beside | null): HTMLElement {
  const all = edits(mend);
  if (!beside) {
    const words = all.map((edit) =>
      edit.with === "" ? `empty ${where(edit.at)}` : `type ${edit.with} in ${where(edit.at)}`,
    );
    return el("strong", {}, words.join(", and "));
  }
  const words = all.map((edit) => beside.words(edit)).join(", and ");
  const act = () => beside.apply(all);
  const off = !beside.isTried;
  return el("button", { type: "button", class: isFirst ? "primary" : "", disabled: off, onclick: act }, capital(words));
}

/** Returns whether an edit has a place: it does no harm, or that is not known yet. */
function isShown(edit: Edit, beside: Beside | null): boolean {
  return edit.verified === true || beside?.isTried === false;
}

/** Shows a finding; of one that a likely cause explains, the proof is folded away. */
function full(finding: Finding, isExplained: boolean, beside: Beside | null): HTMLElement {
  const { ledger, clause, edit } = finding;
  const proof = [
    ledger && sum(ledger),
    finding.help && el("p", { class: "help" }, ...coded(capital(finding.help))),
    edit && isShown(edit, beside) && el("p", { class: "edits" }, change(edit, true, beside)),
    clause && basis(clause),
  ];
  return el(
    "article",
    { class: "finding", "data-level": finding.level },
    el(
      "h4",
      {},
      el("span", { class: "tag", "data-kind": finding.level }, finding.level),
      " ",
      ...coded(capital(finding.message)),
    ),
    el("p", { class: "where" }, place(finding.at, beside), " · ", el("code", {}, finding.rule)),
    ...(isExplained ? [el("details", {}, el("summary", {}, "The sum and the clause"), ...proof)] : proof),
  );
}

/** Shows what is still to do at a place; a gap is filled there and then. */
function row(finding: Finding, part: string, next: Finding | null, beside: Beside | null): HTMLElement {
  const { at, edit, level, message } = finding;
  const gap = beside && finding.rule === GAP ? /<(.+)>/.exec(message)?.[1] : undefined;
  const path = at.path.slice(part.length + 1);
  const named = path && [el("code", {}, path), ": "];
  const end = [
    level === "error" && el("span", { class: "tag", "data-kind": "error" }, "error"),
    edit && isShown(edit, beside) && change(edit, false, beside),
  ];
  if (!beside || !gap) return el("li", {}, place(at, beside), " ", ...(named || []), ...coded(message), ...end);
  return el("li", {}, place(at, beside), " ", ...blank(at, gap, named || [], next, beside), ...end);
}

/** Returns a gap as a field to fill in, with its label and the words it may have. */
function blank(at: At, gap: string, named: Child[], next: Finding | null, beside: Beside): HTMLElement[] {
  const id = `gap-${at.path}`;
  const words = el("datalist", { id: `words-${at.path}` });
  const offered = async () => {
    if (words.childElementCount > 0) return;
    words.append(...(await beside.offers(at)).map((value) => el("option", { value })));
  };
  const filled = () => {
    const value = input.value.trim();
    if (value) beside.fill({ at, with: toml(value, gap) }, next?.at.path ?? null);
  };
  const input = el("input", {
    id,
    list: words.id,
    autocomplete: "off",
    onfocus: () => void offered(),
    onchange: filled,
  });
  return [el("label", { for: id }, ...named, gap), input, words];
}

/** The rule that names gaps. */
const GAP = "placeholder-left-in";

/** Returns what a person writes into a gap as a plan has it: numbers and days as they are, all else in quotes. */
export function toml(written: string, gap: string): string {
  const plain = written.replace(/^£/, "").replace(/[,\s]/g, "");
  if (/amount|number|from \d/.test(gap) && /^-?\d+(\.\d+)?$/.test(plain)) return plain;
  const day = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(written);
  const iso = day ? `${day[3]}-${day[2]?.padStart(2, "0")}-${day[1]?.padStart(2, "0")}` : written;
  if (/day/.test(gap) && /^\d{4}-\d{2}-\d{2}$/.test(iso)) return iso;
  return JSON.stringify(written);
}

/** Returns a place as a way to it. */
function place(at: Finding["at"], beside: Beside | null): HTMLElement {
  const words = where(at);
  if (!beside || at.start === undefined) return el("strong", {}, words);
  return el("button", { type: "button", class: "link", onclick: () => beside.go(at) }, words);
}

function basis(clause: NonNullable<Finding["clause"]>): HTMLElement {
  const source: Attributes = { href: clause.url, rel: "noreferrer", target: "_blank" };
  const named = clause.url.startsWith("https://") ? el("a", source, clause.source) : clause.source;
  return el("p", { class: "line" }, clause.at && `${capital(clause.at)}; `, named, ` (${clause.basis})`);
}

function sum(ledger: Ledger): HTMLElement {
  const line = (name: string, amount: string) =>
    el("tr", {}, el("th", { scope: "row" }, name), el("td", { class: "amount" }, pounds(amount)));
  const some = ledger.lines.length > 12 ? ledger.lines.slice(0, 10) : ledger.lines;
  const rest = ledger.lines.length - some.length;
  const places = some.map((one) => line(one.at ? `${one.text} (${where(one.at)})` : one.text, one.pounds));
  return el(
    "table",
    { class: "ledger" },
    el("caption", { class: "hidden" }, "The sum"),
    el(
      "tbody",
      {},
      ...places,
      rest > 0 && el("tr", {}, el("th", { scope: "row" }, `and ${rest} more lines`), el("td")),
    ),
    el(
      "tbody",
      { class: "sums" },
      line("subtotal", ledger.actual),
      line("compared with", ledger.required),
      line("difference", ledger.difference),
    ),
  );
}

/** Returns an exact amount as people write it. */
export function pounds(amount: string): string {
  const [whole = "0", pence = ""] = amount.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = amount.startsWith("-") ? "-" : "";
  return `${sign}£${grouped}${/^0*$/.test(pence) ? "" : `.${pence}`}`;
}

/** Returns a text with a capital first. */
export function capital(text: string): string {
  // An id is left as it is.
  if (/^\S*\d/.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Returns a message with its `code` set as such. */
export function coded(text: string): Node[] {
  return text
    .split(/(`[^`]*`)/)
    .filter(Boolean)
    .map((part) =>
      part.length > 1 && part.startsWith("`") && part.endsWith("`")
        ? el("code", {}, part.slice(1, -1))
        : document.createTextNode(part),
    );
}
