// The page in a Chromium, opened from its file, gone through as its user goes through it.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

import { native, plan } from "./native.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [RIGHT, SLIP] = ["amount = { 2017-18 = 21_486_312", "amount = { 2017-18 = 12_486_312"];
/** Takes away what a check leaves for whoever waits for it. */
const FORGET = () => ["took", "whole"].forEach((key) => delete document.body.dataset[key]);
const COUNTY = "example-county.toml";

/** Returns the workbook of a county's plan. */
function workbook(text) {
  return native(["export", COUNTY, "-o", "county.xlsx"], { [COUNTY]: text }, "county.xlsx").file;
}

/** A browser with no network, and what went wrong in it. */
export async function browser() {
  const flags = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({ executablePath: process.env.BCF_CHROMIUM, args: flags });
}

/** Opens the page in a window of its own; `wrong` collects whatever must not happen. */
export async function opened(launched, file, options = {}) {
  const context = await launched.newContext({
    viewport: { width: 1280, height: 900 },
    offline: true,
    acceptDownloads: true,
    ...options,
  });
  const page = await context.newPage();
  const wrong = [];
  page.on("request", (request) => {
    if (!/^(file|blob|data|about):/.test(request.url())) wrong.push(`it asks for ${request.url()}`);
  });
  page.on("console", (said) => ["error", "warning"].includes(said.type()) && wrong.push(said.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => (wrong.push(`it asks: ${dialog.message()}`), dialog.accept()));
  await page.goto(`file://${file}`);
  await page.waitForSelector("body[data-ready]");
  return { page, wrong, close: () => context.close() };
}

/** Drops files on the page. */
export async function drop(page, files) {
  const sent = Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")]);
  await page.evaluate((sent) => {
    (delete document.body.dataset.took, delete document.body.dataset.whole);
    const data = new DataTransfer();
    for (const [name, bytes] of sent)
      data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, sent);
}

/** Waits for the verdict on what is open, and for all that is known of it. */
export async function verdict(page, word) {
  await page.waitForSelector(`body[data-whole] #verdict[data-verdict="${word}"]`, { timeout: 60_000 });
}

/** Presses a button, and returns what it saves. */
async function saved(page, words) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.click(`#saves button:text-is("${words}")`),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Asks axe-core, which must find nothing. */
export async function accessible(page, where) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run(document, { iframes: false }));
  const told = found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map((node) => node.html)
        .slice(0, 3)
        .join(" ")}`,
  );
  assert.deepEqual(told, [], `axe-core on ${where}`);
}

/** Drop, read a finding, apply its edit, see PASS, save, and compare what is saved. */
export async function mended(launched, file) {
  const { page, wrong, close } = await opened(launched, file);
  await drop(page, { [COUNTY]: plan(COUNTY).replace(RIGHT, SLIP) });
  await verdict(page, "fail");
  assert.match(await page.textContent("#counted"), /^5 errors; \d+ tests passed/);
  assert.match(await page.textContent(".cause .message"), /seems to have two digits swapped/);
  assert.equal(await page.locator(".finding").count(), 5);
  await accessible(page, "a plan that fails");
  await page.click(".cause .edits button");
  await verdict(page, "pass");
  assert.equal(await page.locator(".finding").count(), 0);
  const files = { [COUNTY]: plan(COUNTY) };
  const toml = await saved(page, "Plan (TOML)");
  assert.equal(toml.name, COUNTY);
  assert.equal(toml.bytes.toString(), plan(COUNTY), "the plan as it is saved");
  for (const [words, args] of [
    ["Workbook (Excel)", ["export", COUNTY, "-o"]],
    ["Report page", ["report", COUNTY, "-o"]],
    ["Sign-off pack", ["report", COUNTY, "--sign-off", "-o"]],
  ]) {
    const { name, bytes } = await saved(page, words);
    assert.ok(native([...args, name], files, name).file.equals(bytes), `${name} is not what the command line writes`);
  }
  assert.deepEqual(wrong, []);
  await close();
}

/** A text as Windows has it is marked where the figure is, and is saved as it was but for the edit. */
export async function windows(launched, file) {
  const as = (text) => `\u{feff}${text.replaceAll("\n", "\r\n")}`;
  const { page, wrong, close } = await opened(launched, file);
  await drop(page, { [COUNTY]: as(plan(COUNTY).replace(RIGHT, SLIP)) });
  await verdict(page, "fail");
  assert.equal(await page.textContent("#editor .cm-lintRange-error"), "12_486_312");
  await page.click(".cause .edits button");
  await verdict(page, "pass");
  assert.equal((await saved(page, "Plan (TOML)")).bytes.toString(), as(plan(COUNTY)));
  // What is pasted and typed has the ends of lines of the rest, and is completed as anywhere.
  await page.click("#editor .cm-content");
  await page.keyboard.press("Control+End");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "# one\n[[sources]]");
    const to = document.getElementById("editor").shadowRoot.querySelector(".cm-content");
    to.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.keyboard.press("Enter");
  await page.keyboard.type("ki");
  await page.keyboard.press("Control+Space");
  assert.equal(await page.textContent(".cm-tooltip-autocomplete li"), "kind");
  assert.equal((await saved(page, "Plan (TOML)")).bytes.toString(), as(`${plan(COUNTY)}# one\n[[sources]]\nki`));
  assert.deepEqual(wrong, []);
  await close();
}

/** Drops a file or a folder of this machine, as somebody who drags it there does. */
async function dragged(page, path) {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  // What the page shows while something is dragged comes in under the pointer.
  for (const type of ["dragEnter", "dragOver", "dragOver", "drop"]) {
    await devtools.send("Input.dispatchDragEvent", { type, x: 400, y: 300, data });
  }
}

/** Runs a check of files that are followed in a folder of its own. */
async function following(launched, file, check) {
  const folder = mkdtempSync(join(tmpdir(), "bcf-browser-"));
  const { page, wrong, close } = await opened(launched, file);
  const write = (name, bytes) => writeFileSync(join(folder, name), bytes);
  await check(page, write, (name) => dragged(page, join(folder, name)));
  assert.deepEqual(wrong, []);
  await close();
  rmSync(folder, { recursive: true });
}

/** A file that is saved in an editor is checked again by itself, as the file that it is. */
export function followed(launched, file) {
  const right = plan(COUNTY);
  return following(launched, file, async (page, write, dragged) => {
    write(COUNTY, right.replace(RIGHT, SLIP));
    await dragged(COUNTY);
    await verdict(page, "fail");
    assert.ok(await page.isVisible("#followed"));
    write(COUNTY, right);
    await verdict(page, "pass");
    assert.equal((await saved(page, "Plan (TOML)")).bytes.toString(), right);
    write(COUNTY, Buffer.from(`# \u{a3}\n${right}`, "latin1"));
    await page.waitForSelector('#verdict[data-verdict="fail"]');
    assert.match(await page.textContent("#findings"), /not UTF-8/);
    write("county.xlsx", workbook(right.replace(RIGHT, SLIP)));
    await dragged("county.xlsx");
    await verdict(page, "fail");
    write("county.xlsx", workbook(right));
    await verdict(page, "pass");
    // The same by the control, where the browser has a way to choose files that gives them out.
    await page.click("#again");
    await page.evaluate(
      (texts) => {
        const getFile = async () => new File([texts[0]], "a.toml", { lastModified: texts.length });
        window.showOpenFilePicker = async () => [{ kind: "file", name: "a.toml", getFile }];
        window.save = () => texts.shift();
      },
      [right.replace(RIGHT, SLIP), right],
    );
    await page.click('label[for="files"]');
    await verdict(page, "fail");
    await page.evaluate(() => window.save());
    await verdict(page, "pass");
  });
}

/** What is typed in the page is not lost to what is saved elsewhere. */
export function kept(launched, file) {
  const right = plan(COUNTY);
  return following(launched, file, async (page, write, dragged) => {
    write(COUNTY, right);
    await dragged(COUNTY);
    await verdict(page, "pass");
    await page.click("#editor .cm-content");
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("# mine\n");
    write(COUNTY, right.replace(RIGHT, SLIP));
    await page.waitForSelector("#choice button");
    await accessible(page, "a plan that was saved elsewhere");
    const text = async () => (await saved(page, "Plan (TOML)")).bytes.toString();
    assert.equal(await text(), `# mine\n${right}`);
    await page.click("#choice button:nth-of-type(2)");
    assert.equal(await text(), `# mine\n${right}`);
    // Saved over the file by its user, it is the same.
    write(COUNTY, `# mine\n${right}`);
    await page.waitForTimeout(1500);
    assert.equal(await page.locator("#choice button").count(), 0);
    await page.click("#editor .cm-content");
    await page.keyboard.type("# more\n");
    write(COUNTY, right.replace(RIGHT, SLIP));
    await page.waitForSelector("#choice button");
    await page.evaluate(FORGET);
    await page.click("#choice button");
    await verdict(page, "fail");
    assert.equal(await text(), right.replace(RIGHT, SLIP));
  });
}

/** A folder is the plans in it, also those that come later. */
export function folders(launched, file) {
  return following(launched, file, async (page, write, dragged) => {
    write(COUNTY, plan(COUNTY));
    write("~$county.xlsx", "what Excel keeps while it is open");
    await dragged(".");
    await verdict(page, "pass");
    write("bcf.toml", "[levels]\nmetrics = 3\n");
    await page.waitForSelector('#verdict[data-verdict="fail"]');
    write("bcf.toml", "");
    await verdict(page, "pass");
    write("borough.toml", plan("example-borough.toml"));
    await page.click("#again");
    await dragged(".");
    await page.waitForSelector('body[data-screen="several"]');
    assert.equal(await page.textContent("#several h2"), "2 plans");
    await page.focus("#next");
    write("other.toml", plan("example-borough.toml"));
    await page.waitForFunction(() => document.querySelector("#several h2").textContent === "3 plans");
    assert.equal(await page.evaluate(() => document.activeElement.id), "next");
    await accessible(page, "plans that are followed");
  });
}

/** A workbook, its findings by their cells, and on with it as a text. */
export async function workbooks(launched, file) {
  const book = workbook(plan(COUNTY).replace(RIGHT, SLIP));
  const { page, wrong, close } = await opened(launched, file);
  await drop(page, { "county.xlsx": book });
  await verdict(page, "fail");
  assert.match(await page.textContent(".finding .where"), /sources!\w+/);
  await accessible(page, "a workbook");
  const marked = await saved(page, "Copy with notes (Excel)");
  const args = ["check", "county.xlsx", "--mark", marked.name];
  assert.ok(native(args, { "county.xlsx": book }, marked.name).file.equals(marked.bytes), "the marked copy");
  await page.evaluate(FORGET);
  await page.click("#import");
  await verdict(page, "fail");
  await page.click(".cause .edits button");
  await verdict(page, "pass");
  assert.deepEqual(wrong, []);
  await close();
}

/** A new plan, from nothing. */
export async function begun(launched, file) {
  const { page, wrong, close } = await opened(launched, file);
  await accessible(page, "the beginning");
  await page.fill("#newarea", "Thornshire");
  await page.selectOption("#round", "bcf-2025-26");
  await page.check("#two");
  await page.fill("#districts", "Ashby District Council\nBarwell District Council");
  await page.click('#new button[value=".toml"]');
  await verdict(page, "incomplete");
  assert.match(await page.textContent("#area"), /Thornshire/);
  assert.ok((await page.locator(".todo li").count()) > 20, "its gaps are told");
  // The gaps are filled one after the other, as a form is.
  await page.locator(".todo input").first().focus();
  for (let left = await page.locator(".todo input").count(); left > 0; left--) {
    const gap = await page.evaluate(() => document.activeElement?.labels?.[0]?.textContent ?? "");
    if (/name of the Health and Wellbeing Board/.test(gap)) await accessible(page, "a plan that is filled in");
    await page.keyboard.type(answer(gap));
    await page.evaluate(FORGET);
    await page.keyboard.press("Enter");
    await page.waitForFunction((count) => document.querySelectorAll(".todo input").length === count, left - 1);
    const next = await page.evaluate(() => document.activeElement?.matches(".todo input"));
    if (!next && left > 1) await page.locator(".todo input").first().focus();
  }
  const text = (await saved(page, "Plan (TOML)")).bytes.toString();
  assert.ok(!/= "<|: "</.test(text), "no gap is left");
  assert.deepEqual(wrong, []);
  await close();
}

/** Returns what somebody writes into a gap. */
function answer(gap) {
  if (/amount/.test(gap)) return "1,000,000";
  if (/day/.test(gap)) return "20/3/2025";
  if (/scheme type/.test(gap)) return "housing-related";
  return /number|1 to 5/.test(gap) ? "3" : 'Something "sensible"';
}

/** Names that would be markup, if they were not text. */
export async function hostile(launched, file) {
  const evil = `<img src=x onerror="alert(1)"><script>alert(2)</script>`;
  const text = plan(COUNTY)
    .replace(RIGHT, SLIP)
    .replace(/^name = "Wendleshire"/m, `name = '${evil}'`)
    .replace('"North Wendleshire CCG minimum contribution"', `'</td>${evil}<style>*{display:none}</style>'`);
  assert.ok(text.includes("</td>") && text.match(/onerror/g).length === 2);
  const { page, wrong, close } = await opened(launched, file);
  await drop(page, { [`${evil.replaceAll("/", "")}.toml`]: text });
  await verdict(page, "fail");
  assert.equal(await page.textContent("#area"), evil);
  assert.match(await page.textContent("#findings"), /<\/td><img/);
  const made = () =>
    document.querySelectorAll("img, [onerror]").length +
    document.querySelector("#report").contentDocument.querySelectorAll("img, script, [onerror]").length;
  await page.click("#tab-report");
  await page.waitForFunction(
    (evil) => document.querySelector("#report").contentDocument.body.textContent.includes(evil),
    evil,
  );
  assert.equal(await page.evaluate(made), 0);
  await drop(page, { "a.toml": text, "b.toml": text, [COUNTY]: plan(COUNTY) });
  await page.waitForSelector("#several:not([hidden]) h3");
  assert.equal(await page.evaluate(made), 0);
  await accessible(page, "several plans");
  assert.deepEqual(wrong, []);
  await close();
}

/** Every view, at the widths of a desk and a phone, in light and dark. */
export async function views(launched, file) {
  for (const [width, colorScheme] of [
    [1280, "light"],
    [1280, "dark"],
    [390, "light"],
    [390, "dark"],
  ]) {
    const { page, wrong, close } = await opened(launched, file, { viewport: { width, height: 844 }, colorScheme });
    const fits = async (where) => {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${where} at ${width}: ${over} pixels too wide`);
      await accessible(page, `${where} at ${width}, ${colorScheme}`);
    };
    await fits("the beginning");
    await drop(page, { "leicestershire.toml": plan("leicestershire-2017-19.toml") });
    await verdict(page, "fail");
    assert.equal(await page.evaluate(() => scrollY), 0, `a plan is opened at its head, at ${width}`);
    await fits("the findings");
    // By the keyboard alone.
    await page.focus("#tab-check");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "tab-report");
    await fits("the report");
    await page.keyboard.press("ArrowRight");
    await page.setInputFiles("#earlier", { name: COUNTY, mimeType: "", buffer: Buffer.from(plan(COUNTY)) });
    await page.waitForSelector("#compared table");
    await fits("a comparison");
    assert.deepEqual(wrong, []);
    await close();
  }
}

/** Types faster than a large plan is checked: whatever is shown is of the text that stands in the editor then. */
export async function hurried(launched, file) {
  const { page, wrong, close } = await opened(launched, file);
  const scheme = plan(COUNTY).match(/\n\[\[schemes\]\]\n[^]*?(?=\n\[\[schemes\]\]\n)/)[0];
  const copies = Array.from({ length: 400 }, (_, n) =>
    scheme.replace(/^id = "/m, `id = "copy-${n}-`).replace(/^name = "/m, `name = "Copy ${n} `),
  );
  const status = plan(COUNTY).replace(/^status = .*\n/m, "");
  const text = status.replace(/^[^]*?\[plan\]\n/, '[plan]\nstatus = "a"\n') + copies.join("\n");
  await drop(page, { [COUNTY]: text });
  await verdict(page, "fail");
  // A finding quotes the word that is typed, and must say so of no other text.
  await page.evaluate(() => {
    window.told = [];
    const observer = new MutationObserver(() => {
      const typed = document.querySelector("#editor").shadowRoot.querySelector(".cm-content").textContent;
      const [, word] =
        /(\w+) is not a word the format has here/.exec(document.querySelector("#findings").textContent) ?? [];
      window.told.push({ word, isStale: !typed.includes(`status = "${word}"`) });
    });
    observer.observe(document.querySelector("#findings"), { childList: true });
  });
  await page.evaluate(() => document.querySelector("#editor").shadowRoot.querySelector(".cm-content").focus());
  for (const key of ["Control+Home", "ArrowDown", "End", "ArrowLeft"]) await page.keyboard.press(key);
  const word = "wordthatsomebodytypeswithoutapauseandwithoutalookatthepage";
  await page.keyboard.type(word, { delay: 15 });
  await page.waitForFunction((word) => window.told.at(-1)?.word === word, `a${word}`);
  const told = await page.evaluate(() => window.told);
  assert.deepEqual(
    told.filter(({ isStale }) => isStale),
    [],
  );
  assert.ok(told.length < 2 * word.length, `${told.length} results for ${word.length} keys`);
  assert.deepEqual(wrong, []);
  await close();
}

/** Returns the milliseconds, in the page, until a press of a button has a checked plan on the screen. */
const FIRST = (words) =>
  new Promise((done) => {
    const begin = performance.now();
    const shown = () => !document.getElementById("plan").hidden && done(performance.now() - begin);
    new MutationObserver(shown).observe(document.getElementById("plan"), { attributes: true });
    [...document.querySelectorAll("#examples button")].find((button) => button.textContent.includes(words)).click();
  });

/**
 * Returns the times, in milliseconds: until it can be used, the first check from then on, and a check of a real plan. Of
 * many checks it is the one that a quarter of them are faster than: what else the machine does only adds to one.
 */
export async function times(launched, file) {
  const { page, close } = await opened(launched, file);
  const load = Number(await page.getAttribute("body", "data-ready"));
  const first = Math.round(await page.evaluate(FIRST, "Leicestershire"));
  await verdict(page, "fail");
  const checks = [];
  for (let n = 0; n < 20; n++) {
    await page.evaluate(FORGET);
    await page.fill("#day", `2018-06-${String(n + 1).padStart(2, "0")}`);
    await page.waitForSelector("body[data-whole]");
    const taken = async (name) => Number(await page.getAttribute("body", name));
    checks.push({ check: await taken("data-took"), whole: await taken("data-whole") });
  }
  const quarter = (key) => checks.map((one) => one[key]).sort((a, b) => a - b)[5];
  await close();
  return { load, first, check: quarter("check"), whole: quarter("whole") };
}
