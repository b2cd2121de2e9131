// A plan that is started.

import { byId, el, fill } from "./dom";
import { type Program, printed } from "./program";
import { today } from "./work";

interface Round {
  id: string;
  name: string;
  current: boolean;
}

/** Fills in the choice of rounds, the newest first. */
export async function rounds(program: Program): Promise<void> {
  const ran = await program.run("rounds", new Map(), today());
  const all = (JSON.parse(printed(ran)) as { rounds: Round[] }).rounds.reverse();
  const options = all.map((round) => el("option", { value: round.id, selected: round.current }, round.name));
  fill(byId("round"), ...options);
}

/** Returns the plan that the form asks for, as TOML or as a workbook. */
export async function started(program: Program, ending: string): Promise<[string, Uint8Array]> {
  const value = (id: string) => byId<HTMLInputElement>(id).value.trim();
  const districts = value("districts")
    .split("\n")
    .map((name) => name.trim())
    .filter(Boolean);
  const isTwo = byId<HTMLInputElement>("two").checked;
  const name = `${
    value("newarea")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "") || "plan"
  }${ending}`;
  const init = { round: value("round"), area: value("newarea"), districts: isTwo ? districts : null, output: name };
  const ran = await program.run({ init }, new Map(), today());
  const bytes = ran.files.get(name);
  if (!bytes) throw new Error(ran.stderr || "no plan was made");
  return [name, bytes];
}
