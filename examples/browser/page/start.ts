// The beginning: open a plan, start one, or look at an example.

import { byId, el, fill } from "./dom";
import { type Followed, version } from "./follow";
import type { Files } from "./message";
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

/** Files that were dropped or chosen, and those of them that can be followed. */
export interface Taken {
  files: Files;
  followed: Map<string, Followed>;
}

/** A browser may give out a file itself, beside what is in it. Not every one does. */
interface Giving {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
  showOpenFilePicker?(options: object): Promise<FileSystemFileHandle[]>;
}

/** The names of files that are taken out of a folder. */
const BELONGS = /\.(toml|xlsx|csv)$/i;

/** The files that may be chosen, as a browser is told. */
const CHOICE = {
  multiple: true,
  types: [
    {
      description: "Plans and what belongs to them",
      accept: {
        "text/plain": [".toml", ".csv"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [".xlsx"],
      },
    },
  ],
};

/** Reads files that were dropped or chosen, each with what it can be followed by. */
export async function taken(list: Iterable<[File, FileSystemFileHandle?]>): Promise<Taken> {
  const [files, followed]: [Files, Map<string, Followed>] = [new Map(), new Map()];
  for (const [file, handle] of list) {
    // A file that is called by a hyphen alone would be taken for standard input.
    const name = file.name.replace(/^-+/, "");
    files.set(name, new Uint8Array(await file.arrayBuffer()));
    if (handle) followed.set(name, { handle, version: version(file) });
  }
  return { files, followed };
}

/** Returns files as they are, none of which can be followed. */
export function alone(list: FileList | null): [File][] {
  return [...(list ?? [])].map((file) => [file]);
}

/** Lets files be chosen by a control, in a way that lets them be followed where the browser has one. */
export function choosable(input: HTMLInputElement, take: (taken: Promise<Taken>) => void): void {
  input.addEventListener("change", () => {
    const files = taken(alone(input.files));
    input.value = "";
    take(files);
  });
  let isPlain = false;
  input.addEventListener("click", async (event) => {
    const picked = isPlain ? undefined : (window as Giving).showOpenFilePicker?.(CHOICE);
    if (!picked) return;
    event.preventDefault();
    try {
      const handles = await picked;
      take(Promise.all(handles.map(given)).then(taken));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      // It is not to be had here after all.
      isPlain = true;
      input.click();
    }
  });
}

/** Returns a file with what it can be followed by. */
async function given(handle: FileSystemFileHandle): Promise<[File, FileSystemFileHandle]> {
  return [await handle.getFile(), handle];
}

/** Returns the files of a drop. What they are followed by must be asked for before the drop is over. */
async function dropped(items: DataTransferItem[]): Promise<Taken> {
  const asked = items.map((item) => [item.getAsFile(), (item as Giving).getAsFileSystemHandle?.()] as const);
  const all: [File, FileSystemFileHandle?][] = [];
  for (const [file, asking] of asked) {
    const handle = await asking?.catch(() => null);
    if (handle instanceof FileSystemFileHandle) all.push(await given(handle));
    else if (handle instanceof FileSystemDirectoryHandle) {
      for await (const one of handle.values()) {
        if (one instanceof FileSystemFileHandle && BELONGS.test(one.name)) all.push(await given(one));
      }
    } else if (file) all.push([file]);
  }
  return taken(all);
}

/** Lets files be dropped anywhere on the page. */
export function droppable(take: (taken: Promise<Taken>) => void): void {
  const over = (is: boolean) => document.body.classList.toggle("dropping", is);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) over(false);
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === "file");
    if (items.length > 0) take(dropped(items));
  });
}
