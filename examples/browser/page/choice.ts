// A choice that is put to the user above the plan, and stays there until it is made.

import { byId, el, fill } from "./dom";

/** Puts a choice: to do something, or to keep what is there. Another takes its place. */
export function choose(words: string, act: [string, () => void], keep: [string, () => void]): void {
  const button = ([words, does]: [string, () => void]) => {
    const onclick = () => {
      unchoose();
      does();
      byId("main").focus();
    };
    return el("button", { type: "button", onclick }, words);
  };
  fill(byId("choice"), el("p", {}, words), el("p", { class: "actions" }, button(act), button(keep)));
}

/** Takes away a choice that need not be made any longer. */
export function unchoose(): void {
  fill(byId("choice"));
}
