// Everything that is held of bcf.html. Prints one line, and ends with 0 where all of it holds.
//
//   node all.mjs BCF.html

import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import * as page from "./page.mjs";
import { compare } from "./program.mjs";

/** What the page may weigh, in bytes, and take, in milliseconds. */
const MOST = { page: 3e6, program: 1.6e6, first: 500, check: 10 };

const file = resolve(process.argv[2]);
const wasm = join(dirname(file), "program.wasm");
const failed = [];

async function holds(name, what) {
  try {
    return await what();
  } catch (error) {
    failed.push(name);
    console.error(`${name}: ${error.stack ?? error}`);
    return undefined;
  }
}

const compared = await holds("as the command line", () => compare(wasm));
const launched = await page.browser();
for (const [name, job] of [
  ["drop, mend, pass, save", page.mended],
  ["a text of Windows", page.windows],
  ["saved elsewhere", page.followed],
  ["changed here too", page.kept],
  ["a folder", page.folders],
  ["a workbook", page.workbooks],
  ["a new plan", page.begun],
  ["hostile names", page.hostile],
  ["views", page.views],
  ["hurried", page.hurried],
]) {
  await holds(name, () => job(launched, file));
}
const took = await holds("times", () => page.times(launched, file));
await launched.close();

const [, packed] = /id="program">([^<]*)</.exec(readFileSync(file, "utf8"));
const sizes = { page: statSync(file).size, program: Buffer.from(packed, "base64").length };
for (const [name, most] of Object.entries(MOST)) {
  const is = { ...sizes, ...took }[name];
  if (is !== undefined && is > most) failed.push(`${name} ${Math.round(is)} of at most ${most}`);
}
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
const times = took
  ? `ready ${took.load} ms after it is opened, first check ${took.first} ms, a check ${took.check.toFixed(1)} ms, with causes and report ${took.whole.toFixed(0)} ms`
  : "no times";
const result =
  failed.length === 0 ? `PASS (${compared} outputs are the command line's)` : `FAIL (${failed.join("; ")})`;
console.log(
  `browser: page ${megabytes(sizes.page)}, program ${megabytes(sizes.program)} compressed; ${times}; ${result}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
