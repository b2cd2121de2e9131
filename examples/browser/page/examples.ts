// The examples, which travel inside the page, packed.

import { byId, el, fill } from "./dom";
import type { Files } from "./message";
import { unpacked } from "./packed";

/** An example, as it is opened. */
export interface Example {
  name: string;
  words: string;
  about: string;
  files: Files;
}

/** Lists the examples, and returns them. */
export async function examples(open: (name: string, files: Files) => void): Promise<Example[]> {
  const packed = unpacked(byId("plans").textContent ?? "");
  const texts = (await new Response(packed).json()) as (Omit<Example, "files"> & { text: string })[];
  const all = texts.map(({ text, ...one }) => ({
    ...one,
    files: new Map([[one.name, new TextEncoder().encode(text)]]),
  }));
  const rows = all.map(({ name, words, about, files }) =>
    el(
      "li",
      {},
      el("button", { type: "button", class: "link", onclick: () => open(name, files) }, words),
      ` ${about}`,
    ),
  );
  fill(byId("examples"), ...rows);
  return all;
}
