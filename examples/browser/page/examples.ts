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

/** Lists the examples. */
export async function examples(open: (name: string, files: Files) => void): Promise<void> {
  const all = (await new Response(unpacked(byId("plans").textContent ?? "")).json()) as Example[];
  const rows = all.map(({ name, words, about, text }) => {
    const files: Files = new Map([[name, new TextEncoder().encode(text)]]);
    return el(
      "li",
      {},
      el("button", { type: "button", class: "link", onclick: () => open(name, files) }, words),
      ` ${about}`,
    );
  });
  fill(byId("examples"), ...rows);
}
