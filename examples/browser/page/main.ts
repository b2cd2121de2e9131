// The page: what is opened, what is shown of it, and what the buttons do.

import workerCode from "worker:./worker.ts";

import { choose, unchoose } from "./choice";
import { compared, several } from "./compare";
import { byId, el, fill, say } from "./dom";
import { Editor } from "./editor";
import { examples } from "./examples";
import { type Beside, capital, findings } from "./findings";
import { Follower } from "./follow";
import type { Files } from "./message";
import { isBeside, isCompanion, mayBePlan } from "./names";
import { type Order, Program } from "./program";
import { Report, head } from "./report";
import { type Kind, imported, keep, kinds } from "./save";
import { rounds, started } from "./start";
import { tabs } from "./tabs";
import { type Taken, alone, choosable, droppable, givesOut, taken } from "./take";
import { type Edit, type Plan, counting, edits } from "./told";
import { type Result, type Whole, Work, isWorkbook, stem, today, written } from "./work";

const program = new Program(workerCode, byId("program").textContent ?? "");
/** Another, for what takes longer than a key may. */
const patient = program.another();
const follower = new Follower((files) => saved(files).catch(fault));
const report = new Report(byId<HTMLIFrameElement>("report"));
const views = tabs(["check", "report", "compare"]);
let work: Work | null = null;
let editor: Editor | null = null;
/** The path of the gap that the keyboard goes to when the next result is shown. */
let goes: string | null = null;
/** The words for each verdict. */
const WORDS = {
  pass: "This plan passes the check",
  incomplete: "This plan is not complete",
  fail: "This plan fails the check",
  none: "This file could not be read as a plan",
};
/** The longest time a plan that is opened waits for all that is to be shown of it, in milliseconds. */
const PATIENCE = 180;
/** What the findings that are shown were made from. */
let shown = "";
/** True when the plan had likely causes when it was last known as a whole. */
let hadCauses = false;
/** True until the plan that was opened has been shown. */
let isFresh = false;
/** Counts how often plans were shown together: of two that run at once the later one counts. */
let gatherings = 0;
/** The plans that were opened together. */
let group: Files | null = null;
/** True when the plan has changes that were not saved. */
let isUnsaved = false;

/** Says what went wrong, until something else is asked for; without anything, takes it back. */
function fault(error: unknown): void {
  byId("fault").textContent = error ? told(error) : "";
}

function told(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Does something that may fail, and says so where it does. */
async function attempt(what: () => Promise<void>): Promise<void> {
  fault(null);
  try {
    await what();
  } catch (error) {
    fault(error);
  }
}

/** Shows one of the three states of the page. */
function screen(shown: "start" | "several" | "plan"): void {
  for (const id of ["start", "several", "plan"]) byId(id).hidden = id !== shown;
  document.body.dataset["screen"] = shown;
}

/** Opens what was dropped or chosen. */
async function take({ files, followed }: Taken): Promise<void> {
  const plans = [...files.keys()].filter(mayBePlan);
  const companions = plans.filter((name) => isCompanion(files.get(name)));
  const own = plans.filter((name) => !companions.includes(name));
  const [first] = own;
  if (!first && work) {
    follower.also(followed);
    return work.add(files);
  }
  if (!first) throw new Error("there is no plan among these files: a plan is a .toml or .xlsx file");
  if (!mayLeave()) return;
  follower.follow(followed);
  group = own.length > 1 ? files : null;
  return group ? gathered(group) : open(first, files);
}

/** Shows plans that were opened together, unless something else is asked for until they are checked. */
async function gathered(files: Files): Promise<void> {
  const [asked, before] = [++gatherings, work];
  work = null;
  const opens = (name: string) => void attempt(() => open(name, files));
  const parts = await several(program, files, opens, attempt).catch((error: unknown) => {
    work ??= before;
    throw error;
  });
  if (work || group !== files || asked !== gatherings) return;
  const place = document.activeElement;
  const isAgain = place !== null && byId("several").contains(place);
  heading("Several plans", "", "");
  fill(
    byId("several"),
    follower.has() && el("p", { class: "line" }, "They are checked again whenever one of them is saved."),
    ...parts,
    el("p", { class: "actions" }, el("button", { type: "button", onclick: again }, "Open other plans")),
  );
  screen("several");
  if (!isAgain) return;
  say("a plan was saved, and the plans are checked again");
  const isSame = (one: Element) => (one.id ? one.id === place.id : one.textContent === place.textContent);
  [...byId("several").querySelectorAll<HTMLElement>("button, select")].find(isSame)?.focus();
}

/** Returns whether the plan that is open may be left, having asked where it was changed. */
function mayLeave(): boolean {
  return !isUnsaved || confirm("The plan has changes that were not saved. Leave it?");
}

/** Opens a plan; the other files are beside it. */
async function open(name: string, files: Files): Promise<void> {
  const bytes = files.get(name) ?? new Uint8Array();
  const beside = new Map([...files].filter(([other, bytes]) => isBeside(name, other, bytes)));
  const day = chosenDay();
  editor?.view.destroy();
  editor = null;
  isUnsaved = false;
  isFresh = true;
  const opened = new Work(program, patient, name, bytes, beside, day);
  work = opened;
  saves(opened);
  byId("back").hidden = !group;
  byId("text").hidden = opened.isWorkbook;
  byId("workbook").hidden = !opened.isWorkbook;
  byId("followed").hidden = !follower.has(name);
  unchoose();
  if (!opened.isWorkbook) edit(opened);
  shown = "";
  hadCauses = false;
  fill(byId("findings"));
  heading(stem(name), "", "");
  opened.onresult = (result) => work === opened && show(result);
  opened.onwhole = (whole) => work === opened && complete(whole);
  opened.onwait = (waits) => byId("plan").classList.toggle("waiting", waits && work === opened);
  fill(byId("compared"));
  await opened.check();
  // Most plans are known as a whole at once, so that nothing of the page changes after it is seen.
  await Promise.race([opened.whole(), new Promise((done) => setTimeout(done, PATIENCE))]);
  views.choose("check");
  screen("plan");
  window.scrollTo(0, 0);
  byId("main").focus({ preventScroll: true });
}

/** Returns the day that was chosen; none where it is today. */
function chosenDay(): string | null {
  const day = byId<HTMLInputElement>("day").value;
  return day === "" || day === written(today()) ? null : day;
}

function edit(opened: Work): void {
  editor = new Editor(byId("editor"), opened.text, {
    changed: (text) => {
      isUnsaved = true;
      opened.change(text);
    },
    edit: (what, text, offset) => opened.edit(what, text, offset),
  });
}

/** Returns what findings need of an editor. The button that makes an edit goes with its finding, the keyboard does not. */
function beside(of: Editor, isTried: boolean): Beside {
  const apply = (all: Edit[]) => {
    of.apply(all);
    byId("found-title").focus();
  };
  const filled = (edit: Edit, next: string | null) => {
    goes = next;
    of.apply([edit]);
  };
  return {
    isTried,
    go: (at) => of.go(at),
    words: (edit) => of.words(edit),
    offers: (at) => of.offered(at),
    apply,
    fill: filled,
  };
}

/** Brings the first thing to mend into sight. */
function reveal(plan: Plan): void {
  const [cause] = plan.causes;
  const mend = cause && (cause.edit ?? cause.alternatives[0]);
  const at = (mend && edits(mend)[0]?.at) ?? counting(plan).wrong[0]?.at ?? counting(plan).absent[0]?.at;
  if (at) editor?.reveal(at);
}

/** Shows a result: all of it is of the text that stands in the editor. */
function show(result: Result): void {
  const verdict = byId("verdict");
  const before = verdict.textContent;
  const word = result.plan?.verdict ?? "none";
  verdict.dataset["verdict"] = result.plan ? word : "fail";
  byId("verdict-word").textContent = WORDS[word];
  byId("counted").textContent = result.plan ? capital(result.counted) : "";
  if (result.plan) list(result.plan, false);
  else fill(byId("findings"), el("pre", {}, result.counted));
  editor?.show(result.plan);
  if (goes !== null) document.getElementById(`gap-${goes}`)?.focus();
  goes = null;
  if (isFresh && result.plan) reveal(result.plan);
  document.body.dataset["took"] = String(result.milliseconds);
  delete document.body.dataset["whole"];
  // Who types is not told with every key.
  if (before !== verdict.textContent && document.activeElement !== byId("editor")) {
    say(`${WORDS[word]}: ${byId("counted").textContent}`);
  }
}

/** Shows what is known as a whole, beside a result of the same text. */
function complete(whole: Whole): void {
  hadCauses = (whole.plan?.causes.length ?? 0) > 0;
  if (whole.plan) list(whole.plan, true);
  editor?.show(whole.plan);
  if (isFresh && whole.plan) reveal(whole.plan);
  isFresh = false;
  const { area, title, standing } = head(whole.report);
  heading(area || stem(work?.name ?? ""), title, standing);
  void report.show(whole.report);
  document.body.dataset["whole"] = String(whole.milliseconds);
}

/** Lists findings, unless they stand there already; a field that somebody is in stays as it is. */
function list(plan: Plan, isWhole: boolean): void {
  const isLooking = !isWhole && hadCauses;
  const key = JSON.stringify([isLooking, plan.findings, plan.causes]);
  if (key === shown) return;
  shown = key;
  const home = byId("findings");
  const active = document.activeElement;
  const isIn = home.contains(active);
  const field = active instanceof HTMLInputElement && isIn ? active : null;
  fill(home, ...findings(plan, editor && beside(editor, isWhole), isLooking));
  const again = field && document.getElementById(field.id);
  // A save elsewhere may take away what the keyboard was on.
  if (!field && isIn && goes === null) byId("found-title").focus({ preventScroll: true });
  if (!field || !(again instanceof HTMLInputElement)) return;
  again.value = field.value;
  again.focus();
}

function heading(area: string, title: string, standing: string): void {
  byId("area").textContent = area;
  byId("title").textContent = title === area ? "" : title;
  byId("standing").textContent = standing;
  document.title = `${area}: Better Care Fund plan checker`;
}

/** Takes files that were saved elsewhere, or came into a folder that is followed. */
async function saved(files: Files): Promise<void> {
  files.forEach((bytes, name) => group?.set(name, bytes));
  if (group && !work) return gathered(group);
  const opened = work;
  if (!opened) return;
  const beside = [...files].filter(([name, bytes]) => isBeside(opened.name, name, bytes));
  if (beside.length > 0) await opened.add(new Map(beside));
  const bytes = files.get(opened.name);
  if (!bytes || work !== opened || isWorkbook(bytes) !== opened.isWorkbook) return;
  if (!opened.isChanged || opened.is(bytes)) return renewed(opened, bytes);
  choose(
    `${opened.name} was saved elsewhere since you changed it here.`,
    ["Take what was saved", () => renewed(opened, bytes)],
    ["Keep what is here", () => opened.knows(bytes)],
  );
}

/** Puts what was saved elsewhere in the place of the plan that is open. */
function renewed(opened: Work, bytes: Uint8Array): void {
  unchoose();
  isUnsaved = false;
  if (opened.is(bytes)) return opened.knows(bytes);
  opened.renew(bytes);
  editor?.replace(opened.text);
  say(`${opened.name} was saved and is checked again`);
}

/** Goes back to the beginning. */
function again(): void {
  if (!mayLeave()) return;
  follower.follow();
  work = null;
  group = null;
  isUnsaved = false;
  heading(
    "Check a Better Care Fund plan",
    "See whether a plan meets the national conditions of its planning round, before anybody else does.",
    "",
  );
  screen("start");
  byId("main").focus();
}

/** Turns the workbook that is open into a text to go on with. */
async function goOn(): Promise<void> {
  if (!work) return;
  const [name, bytes] = await imported(work);
  // Neither the workbook nor another text of this name is what is gone on with.
  follower.follow();
  await open(name, new Map([...work.beside, [name, bytes]]));
  isUnsaved = true;
}

/** Compares the plan that is open with files that were chosen. */
async function compare(input: HTMLInputElement, command: "diff" | "compare"): Promise<void> {
  const { files: chosen } = await taken(alone(input.files));
  input.value = "";
  if (!work || chosen.size === 0) return;
  // Two versions of a plan often have one name.
  const other = new Map([...chosen].map(([name, bytes]) => [name === work?.name ? `other-${name}` : name, bytes]));
  const names = [...other.keys()];
  const files = new Map([...work.beside, ...other, [work.name, work.file]]);
  const order: Order =
    command === "diff"
      ? { diff: { old: names[0] ?? "", new: work.name } }
      : { compare: { plans: [work.name, ...names] } };
  fill(byId("compared"), ...(await compared(program, order, files, work.chosen)));
}

function listen(): void {
  const on = (id: string, event: string, act: (event: Event) => unknown) =>
    byId(id).addEventListener(event, (one) => void attempt(async () => void (await act(one))));
  const act = (files: Promise<Taken>) => void attempt(async () => take(await files));
  choosable(byId<HTMLInputElement>("files"), act);
  droppable(act);
  on("new", "submit", async (event) => {
    event.preventDefault();
    const ending = ((event as SubmitEvent).submitter as HTMLButtonElement | null)?.value || ".toml";
    const [name, bytes] = await started(program, ending);
    if (isWorkbook(bytes)) return keep(name, bytes);
    follower.follow();
    await open(name, new Map([[name, bytes]]));
  });
  for (const id of ["single", "two"]) {
    on(id, "change", () => (byId("districts-of").hidden = !byId<HTMLInputElement>("two").checked));
  }
  on("again", "click", again);
  on("back", "click", () => (group && mayLeave() ? gathered(group) : undefined));
  on("next", "click", () => editor?.next());
  on("undo", "click", () => editor?.undo());
  on("redo", "click", () => editor?.redo());
  on("import", "click", goOn);
  on("print", "click", () => report.print());
  on("day", "change", () => work?.on(chosenDay()));
  on("earlier", "change", () => compare(byId<HTMLInputElement>("earlier"), "diff"));
  on("others", "change", () => compare(byId<HTMLInputElement>("others"), "compare"));
  window.addEventListener("beforeunload", (event) => isUnsaved && event.preventDefault());
}

/** Puts up the buttons that save a plan. */
function saves(opened: Work): void {
  const button = ({ words, make }: Kind) => {
    const save = async () => {
      const [name, bytes] = await make(opened);
      keep(name, bytes);
      if (mayBePlan(name)) isUnsaved = false;
      say(`${name} is saved`);
    };
    return el("button", { type: "button", onclick: () => void attempt(save) }, words);
  };
  fill(byId("saves"), el("span", {}, "Save as"), ...kinds(opened).map(button));
}

async function begin(): Promise<void> {
  listen();
  byId("folder").hidden = !givesOut();
  byId<HTMLInputElement>("day").value = written(today());
  screen("start");
  const listed = examples((name, files) => {
    follower.follow();
    void attempt(() => open(name, files));
  });
  await Promise.all([rounds(program), listed]);
  document.body.dataset["ready"] = String(Math.round(performance.now()));
  const last = (await listed).at(-1);
  if (last) await warm(last.name, last.files);
}

/** Checks an example while nobody has opened a plan: a browser compiles a function of the program when it is first run. */
async function warm(name: string, files: Files): Promise<void> {
  const orders: Order[] = [
    { check: { plans: [name], causes: false } },
    { check: { plans: [name], causes: true } },
    { report: { plan: name } },
  ];
  for (const order of orders) {
    if (work || group) return;
    await patient.run(order, files, today());
  }
}

void attempt(begin);
