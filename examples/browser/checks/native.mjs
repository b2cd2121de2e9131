// The command line of this machine, to compare with.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

let program = process.env.BCF_BIN;

/** Returns the path of the program that BCF_BIN names, or else of one that is built here. */
function built() {
  if (program) return program;
  const args = [
    "build",
    "--quiet",
    "--bin",
    "bcf",
    "--message-format=json",
    "--manifest-path",
    join(root, "Cargo.toml"),
  ];
  const told = execFileSync("cargo", args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 28,
  });
  const made = told
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  program = made.find((one) => one.executable && one.target.name === "bcf").executable;
  return program;
}

/** Runs a command in a folder with files; returns its status, what it printed and a file it wrote. */
export function native(args, files, written) {
  const folder = mkdtempSync(join(tmpdir(), "bcf-browser-"));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const env = { PATH: process.env.PATH };
    const ran = spawnSync(built(), args, { cwd: folder, env, maxBuffer: 1 << 28 });
    return {
      exit: ran.status,
      stdout: ran.stdout,
      stderr: ran.stderr.toString(),
      file: written && readFileSync(join(folder, written)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns the text of an example plan. */
export function plan(name) {
  return readFileSync(join(root, "plans", name), "utf8");
}
