// The examples, which travel inside the page, packed.

import { byId, el, fill } from "./dom";
import type { Files } from "./message";
import { unpacked } from "./packed";

interface Example {
  name: string;
  words: string;
  about: string;
  text: string;
}

/** Lists the examples, and returns the last of them. */
export async function examples(open: (name: string, files: Files) => void): Promise<[string, Files]> {
  const all = (await new Response(unpacked(byId("plans").textContent ?? "")).json()) as Example[];
  const opened = all.map(({ name, text }): [string, Files] => [name, new Map([[name, new TextEncoder().encode(text)]])]);
  const rows = all.map(({ words, about }, n) => {
    const [name, files] = opened[n] ?? ["", new Map()];
    return el(
      "li",
      {},
      el("button", { type: "button", class: "link", onclick: () => open(name, files) }, words),
      ` ${about}`,
    );
  });
  fill(byId("examples"), ...rows);
  return opened.at(-1) ?? ["", new Map()];
}
