// Saving: the files that the program makes of a plan.

import { el } from "./dom";
import type { Order } from "./program";
import { type Work, stem } from "./work";

/** Something a plan can be saved as. */
export interface Kind {
  /** The words on its button. */
  words: string;
  /** Returns the file's name and its bytes. */
  make(work: Work): Promise<[string, Uint8Array]>;
}

const PAGES: Kind[] = [
  { words: "Report page", make: (work) => reported(work, "-report.html", false) },
  { words: "Sign-off pack", make: (work) => reported(work, "-sign-off.html", true) },
];
const OF_TEXT: Kind[] = [
  { words: "Plan (TOML)", make: (work) => Promise.resolve([work.name, work.file]) },
  { words: "Workbook (Excel)", make: (work) => made(work, ".xlsx", (plan, output) => ({ export: { plan, output } })) },
  ...PAGES,
];
const OF_WORKBOOK: Kind[] = [
  { words: "Copy with notes (Excel)", make: marked },
  { words: "Plan (TOML)", make: imported },
  ...PAGES,
];

/** Returns what a plan can be saved as. */
export function kinds(work: Work): Kind[] {
  return work.isWorkbook ? OF_WORKBOOK : OF_TEXT;
}

function reported(work: Work, ending: string, sign_off: boolean): Promise<[string, Uint8Array]> {
  return made(work, ending, (plan, output) => ({ report: { plan, sign_off, output } }));
}

/** Returns a workbook as a text. */
export function imported(work: Work): Promise<[string, Uint8Array]> {
  return made(work, ".toml", (workbook, output) => ({ import: { workbook, output } }));
}

/** Returns the workbook with a note on each cell that has a finding. */
function marked(work: Work): Promise<[string, Uint8Array]> {
  const name = `${stem(work.name)}-checked.xlsx`;
  return run(work, { check: { plans: [work.name], causes: true, mark: name } }, name);
}

function made(
  work: Work,
  ending: string,
  order: (plan: string, output: string) => Order,
): Promise<[string, Uint8Array]> {
  const name = stem(work.name) + ending;
  return run(work, order(work.name, name), name);
}

async function run(work: Work, order: Order, name: string): Promise<[string, Uint8Array]> {
  const ran = await work.run(order);
  const bytes = ran.files.get(name);
  if (!bytes) throw new Error(ran.stderr || "nothing was written");
  return [name, bytes];
}

/** Gives the browser a file to keep. */
export function keep(name: string, bytes: Uint8Array): void {
  const address = URL.createObjectURL(
    new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" }),
  );
  const link = el("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
