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

/** Returns a function that runs commands on files in the program. */
async function started(file) {
  const { read, write } = await messages();
  const { instance } = await WebAssembly.instantiate(readFileSync(file), {});
  const { memory, room, call, done } = instance.exports;
  const now = new Date();
  const today = [now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate()];
  return (args, files) => {
    const bytes = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]);
    const question = write({ do: "run", args, today }, new Map(bytes));
    const address = room(question.length) >>> 0;
    new Uint8Array(memory.buffer, address, question.length).set(question);
    const at = call(address, question.length);
    const [from, length] = [Number(at & 0xffffffffn), Number(at >> 32n)];
    const answer = read(new Uint8Array(memory.buffer, from, length).slice());
    done(from, length);
    return answer;
  };
}

/** What is compared, of each plan. */
const COMMANDS = [
  ["check", "PLAN", "--format", "json"],
  ["check", "PLAN"],
  ["check", "PLAN", "--format", "concise", "--today", "2018-06-01"],
  ["report", "PLAN"],
  ["report", "PLAN", "--sign-off", "-o", "pack.html"],
  ["export", "PLAN", "-o", "plan.xlsx"],
];

/** Compares the program with the command line; returns the number of comparisons. */
export async function compare(file) {
  const run = await started(file);
  let compared = 0;
  const same = (args, files) => {
    const at = args.indexOf("-o");
    const written = at < 0 ? undefined : args[at + 1];
    const [here, there] = [run(args, files), native(args, files, written)];
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
    for (const command of COMMANDS)
      same(
        command.map((word) => (word === "PLAN" ? name : word)),
        { [name]: plan(name) },
      );
  }
  const [county, borough] = ["example-county.toml", "example-borough.toml"];
  const both = { [county]: plan(county), [borough]: plan(borough) };
  same(["compare", county, borough, "--format", "markdown"], both);
  same(["diff", county, borough, "--format", "markdown"], both);
  same(["rounds", "--format", "json"], {});
  same(["check", "absent.toml"], both);
  same(["check", ".", "--format", "concise"], both);
  same(["init", "--round", "bcf-2025-26", "--area=A", "--district=B", "--district=C", "-o", "a.toml"], {});
  same(["init", "--round", "bcf-2025-26", "--area=A", "-o", "a.xlsx"], {});
  const workbook = same(["export", county, "-o", "county.xlsx"], both).file;
  same(["check", "county.xlsx", "--format", "json"], { "county.xlsx": workbook });
  same(["import", "county.xlsx", "-o", "county.toml"], { "county.xlsx": workbook });
  return compared;
}
