// Two versions of a plan, and several areas, next to each other.

import { count, el, fill } from "./dom";
import { markdown } from "./markdown";
import type { Files } from "./message";
import { mayBePlan } from "./names";
import { type Day, type Order, type Program, printed } from "./program";
import { type Check, type Plan, counting } from "./told";
import { today } from "./work";

/** Returns what a comparison says. */
export async function compared(program: Program, order: Order, files: Files, day?: Day): Promise<HTMLElement[]> {
  const ran = await program.run(order, files, today(), day);
  if (ran.stdout.length === 0) throw new Error(ran.stderr || "there is nothing to compare");
  return markdown(printed(ran), 3);
}

/** Shows several plans with their verdicts, and ways on. */
export async function several(
  program: Program,
  files: Files,
  open: (name: string) => void,
  attempt: (what: () => Promise<void>) => Promise<void>,
): Promise<HTMLElement[]> {
  const names = [...files.keys()].filter(mayBePlan);
  const ran = await program.run({ check: { plans: names, causes: false } }, files, today());
  if (ran.stdout.length === 0) throw new Error(ran.stderr);
  const check = JSON.parse(printed(ran)) as Check;
  const rows = check.plans.map((plan) => row(plan, () => open(plan.path)));
  const unread = check.unread.map((one) => el("li", {}, el("strong", {}, one.path), `: ${one.why}`));
  const head = ["plan", "verdict", "errors", "warnings", "round"].map((name) => el("th", { scope: "col" }, name));
  const out: (HTMLElement | false)[] = [
    el("h2", {}, count(check.plans.length, "plan", "plans")),
    el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows))),
    unread.length > 0 && el("ul", { class: "unread" }, ...unread),
  ];
  if (check.plans.length > 1) {
    const paths = check.plans.map((plan) => plan.path);
    out.push(...versions(paths, (old, next) => compared(program, { diff: { old, new: next } }, files), attempt));
    out.push(el("h2", {}, "Areas next to each other"), ...(await compared(program, { compare: { plans: paths } }, files)));
  }
  return out.filter((part) => part !== false);
}

/** Returns the choice of two plans as versions of one. */
function versions(
  paths: string[],
  changed: (old: string, next: string) => Promise<HTMLElement[]>,
  attempt: (what: () => Promise<void>) => Promise<void>,
): HTMLElement[] {
  // A choice that was made stays made where the list is made again.
  const choice = (id: string, first: number) => {
    const made = paths.indexOf(document.querySelector<HTMLSelectElement>(`select#${id}`)?.value ?? "");
    const chosen = made < 0 ? first : made;
    return el("select", { id }, ...paths.map((path, n) => el("option", { selected: n === chosen }, path)));
  };
  const [old, next] = [choice("old", 0), choice("next", 1)];
  const home = el("div", { "aria-live": "polite" });
  const act = () => void attempt(async () => fill(home, ...(await changed(old.value, next.value))));
  return [
    el("h2", {}, "Two versions of one plan"),
    el(
      "p",
      { class: "actions" },
      el("label", { for: "old" }, "Before"),
      old,
      el("label", { for: "next" }, "after"),
      next,
      el("button", { type: "button", onclick: act }, "Show what changed"),
    ),
    home,
  ];
}

function row(plan: Plan, open: () => void): HTMLElement {
  const { wrong, absent } = counting(plan);
  const of = (level: string) => [...wrong, ...absent].filter((finding) => finding.level === level).length;
  const kind = { pass: "met", incomplete: "warning", fail: "error", none: "warning" }[plan.verdict];
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, el("button", { type: "button", class: "link", onclick: open }, plan.path)),
    el("td", {}, el("span", { class: "tag", "data-kind": kind }, plan.verdict.toUpperCase())),
    el("td", {}, String(of("error"))),
    el("td", {}, String(of("warning"))),
    el("td", {}, plan.round ?? "none"),
  );
}
