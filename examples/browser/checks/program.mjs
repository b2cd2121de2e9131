// The program on its own: what it answers is what the command line prints, byte for byte.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";

import { native, plan, root } from "./native.mjs";

const here = new URL("..", import.meta.url).pathname;

/** Returns the page's own way to write and read messages. */
async function messages() {
  const made = await esbuild.build({
    entryPoints: [join(here, "page/message.ts")],
    bundle: true,
    format: "esm",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].text).toString("base64")}`);
}

/** Returns a function that runs an order on files in the program, on a day if one is given. */
async function started(file) {
  const { read, write } = await messages();
  const { instance } = await WebAssembly.instantiate(readFileSync(file), {});
  const { memory, room, call, done } = instance.exports;
  const now = new Date();
  const today = [now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate()];
  return (order, files, day) => {
    const bytes = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]);
    const question = write({ do: "run", order, today, day }, new Map(bytes));
    const address = room(question.length) >>> 0;
    new Uint8Array(memory.buffer, address, question.length).set(question);
    const at = call(address, question.length);
    const [from, length] = [Number(at & 0xffffffffn), Number(at >> 32n)];
    const answer = read(new Uint8Array(memory.buffer, from, length).slice());
    done(from, length);
    return answer;
  };
}

/** Returns what is compared of a plan: each order with the words that ask the same on the command line. */
const orders = (plan) => [
  [{ check: { plans: [plan], causes: true } }, ["check", plan, "--format", "json"]],
  [{ check: { plans: [plan], causes: false } }, ["check", plan, "--format", "json", "--no-causes"]],
  [{ report: { plan } }, ["report", plan]],
  [
    { report: { plan, sign_off: true, output: "pack.html" } },
    ["report", plan, "--sign-off", "-o", "pack.html"],
    "pack.html",
  ],
  [{ export: { plan, output: "plan.xlsx" } }, ["export", plan, "-o", "plan.xlsx"], "plan.xlsx"],
];

/** Compares the program with the command line; returns the number of comparisons. */
export async function compare(file) {
  const run = await started(file);
  let compared = 0;
  const same = (order, args, files, written, day) => {
    const [here, there] = [run(order, files, day), native(args, files, written)];
    const told = `${args.join(" ")}\n${here.head.stderr}\n${there.stderr}`;
    assert.equal(here.head.exit, there.exit, told);
    assert.equal(here.head.stderr, there.stderr, told);
    assert.ok(Buffer.from(here.files.get("<stdout>")).equals(there.stdout), `what it prints: ${told}`);
    if (written) assert.ok(there.file.equals(Buffer.from(here.files.get(written))), `what it writes: ${told}`);
    compared += 1;
    return there;
  };
  const names = readdirSync(join(root, "plans")).filter((name) => name.endsWith(".toml"));
  for (const name of names) {
    const files = { [name]: plan(name) };
    for (const [order, args, written] of orders(name)) same(order, args, files, written);
    const check = { plans: [name], causes: true };
    same({ check }, ["check", name, "--format", "json", "--today", "2018-06-01"], files, undefined, [2018, 6, 1]);
  }
  const [county, borough] = ["example-county.toml", "example-borough.toml"];
  const both = { [county]: plan(county), [borough]: plan(borough) };
  same({ compare: { plans: [county, borough] } }, ["compare", county, borough, "--format", "markdown"], both);
  same({ diff: { old: county, new: borough } }, ["diff", county, borough, "--format", "markdown"], both);
  same("rounds", ["rounds", "--format", "json"], {});
  same({ check: { plans: ["."], causes: true } }, ["check", ".", "--format", "json"], both);
  const begun = (districts, output) => ({ init: { round: "bcf-2025-26", area: "A", districts, output } });
  const init = ["init", "--round", "bcf-2025-26", "--area=A"];
  same(begun(["B", "C"], "a.toml"), [...init, "--district=B", "--district=C", "-o", "a.toml"], {}, "a.toml");
  same(begun(null, "a.xlsx"), [...init, "-o", "a.xlsx"], {}, "a.xlsx");
  const toBook = { export: { plan: county, output: "county.xlsx" } };
  const workbook = same(toBook, ["export", county, "-o", "county.xlsx"], both, "county.xlsx").file;
  const book = { "county.xlsx": workbook };
  same({ check: { plans: ["county.xlsx"], causes: true } }, ["check", "county.xlsx", "--format", "json"], book);
  const toText = { import: { workbook: "county.xlsx", output: "county.toml" } };
  same(toText, ["import", "county.xlsx", "-o", "county.toml"], book, "county.toml");
  // What went wrong is told in the same words; a terminal is drawn more of it.
  const absent = run({ check: { plans: ["absent.toml"], causes: true } }, both).head;
  assert.equal(absent.exit, 2);
  const drawn = native(["check", "absent.toml"], both).stderr.replace(/\s+/g, " ");
  for (const line of absent.stderr.trimEnd().split("\n")) assert.ok(drawn.includes(line), `${line}\n${drawn}`);
  return compared;
}
