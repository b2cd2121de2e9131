// Puts the page together: program, script, styles and examples in one file; its policy names the script by its hash.
//
//   node make.mjs PROGRAM.wasm FOLDER

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipAsync } from "@gfx/zopfli";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const [wasm, out] = process.argv.slice(2);

/** The examples that travel with the page. */
const EXAMPLES = [
  ["example-county-2025-26.toml", "A county with districts, 2025-26", "passes; the area and its figures are made up"],
  ["example-borough-2026-27.toml", "A borough, 2026-27", "passes; made up as well"],
  ["leicestershire-2017-19.toml", "Leicestershire, 2017-19", "a published plan, as its narrative states it"],
  [
    "example-county.toml",
    "A county with two digits swapped, 2017-19",
    "one slip breaks five sums: see how it is found and mended",
    ["21_486_312", "12_486_312"],
  ],
];

/** Lets `worker:FILE` stand for the script of a worker, as a text. */
const workers = {
  name: "workers",
  setup(build) {
    build.onResolve({ filter: /^worker:/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(7)),
      namespace: "worker",
    }));
    build.onLoad({ filter: /.*/, namespace: "worker" }, ({ path }) => ({ contents: bundled(path), loader: "text" }));
  },
};

/** What the compiler uses of WebAssembly, and no more: what else there is, browsers may not have. */
const FEATURES = [
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
];

function bundled(entry, plugins = []) {
  const options = {
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    write: false,
    legalComments: "none",
    plugins,
  };
  return plugins.length === 0
    ? esbuild.buildSync({ ...options, plugins: undefined }).outputFiles[0].text
    : esbuild.build(options).then((made) => made.outputFiles[0].text);
}

/** Makes the program smaller, and packs it: functions that are alike have names alike, and are packed best side by side. */
function program() {
  mkdirSync(out, { recursive: true });
  const small = join(out, "program.wasm");
  const optimizer = join(here, "node_modules/binaryen/bin/wasm-opt");
  execFileSync(process.execPath, [
    optimizer,
    "-Oz",
    "--reorder-functions-by-name",
    ...FEATURES.map((feature) => `--enable-${feature}`),
    "--strip-debug",
    "--strip-producers",
    wasm,
    "-o",
    small,
  ]);
  return packed(readFileSync(small));
}

/** Packs bytes as gzip, as small as it can be: a twenty-fifth smaller than zlib does, in a minute. */
async function packed(bytes) {
  return Buffer.from(await gzipAsync(bytes, { numiterations: 5 }));
}

function plans() {
  const all = EXAMPLES.map(([name, words, about, slip]) => {
    const text = readFileSync(join(root, "plans", name), "utf8");
    return {
      name,
      words,
      about,
      text: slip ? text.replace(`amount = { 2017-18 = ${slip[0]}`, `amount = { 2017-18 = ${slip[1]}`) : text,
    };
  });
  return packed(Buffer.from(JSON.stringify(all)));
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

// What would end the element it stands in is written so that it does not.
const script = (await bundled(join(here, "page/main.ts"), [workers]))
  .replace(/<\/script/g, "<\\/script")
  .replace(/<!--/g, "<\\!--");
const own = (path) => readFileSync(join(root, path), "utf8");
const report = own("src/report/page/style.css");
const style = (
  await esbuild.transform(report + own("examples/browser/page/style.css"), { loader: "css", minify: true })
).code;

// The report in its frame is under the page's policy as well: its style sheet by hash, and the lengths of its bars.
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)} 'wasm-unsafe-eval'`,
  `style-src ${hash(style)} ${hash(report)}`,
  "style-src-attr 'unsafe-inline'",
  "worker-src blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const [compressed, examples] = await Promise.all([program(), plans()]);
const encoded = { program: compressed.toString("base64"), plans: examples.toString("base64") };
const parts = { policy, style, script, ...encoded };
const page = readFileSync(join(here, "page/frame.html"), "utf8").replace(
  /\{(\w+)\}/g,
  (whole, name) => parts[name] ?? whole,
);
const file = join(out, "bcf.html");
writeFileSync(file, page);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
console.log(
  `${file}: ${megabytes(statSync(file).size)}, the program in it ${megabytes(compressed.length)} compressed, its script ${megabytes(script.length)}`,
);
