// Files that are dropped on the page or chosen: what is in them, and what they can be followed by.

import { type Followed, belonging, version } from "./follow";
import type { Files } from "./message";

/** Files that were dropped or chosen, and what of them can be followed. */
export interface Taken {
  files: Files;
  followed: Followed;
}

/** A browser may give out a file itself, beside what is in it. Not every one does. */
interface Giving {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
  showOpenFilePicker?(options: object): Promise<FileSystemFileHandle[]>;
}

/** Returns whether this browser gives out the files and folders that are dropped. */
export function givesOut(): boolean {
  return "getAsFileSystemHandle" in DataTransferItem.prototype;
}

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
export async function taken(
  list: Iterable<[File, FileSystemFileHandle?]>,
  folders: FileSystemDirectoryHandle[] = [],
): Promise<Taken> {
  const files: Files = new Map();
  const followed: Followed = { files: new Map(), folders };
  for (const [file, handle] of list) {
    files.set(file.name, new Uint8Array(await file.arrayBuffer()));
    if (handle) followed.files.set(file.name, { handle, version: version(file) });
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
      take(Promise.all(handles.map(given)).then((files) => taken(files)));
    } catch (error) {
      // Who changed their mind, or asked twice, is asked no more; elsewhere it may not be had after all.
      if (error instanceof DOMException && error.name !== "SecurityError") return;
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
  const folders: FileSystemDirectoryHandle[] = [];
  for (const [file, asking] of asked) {
    const handle = await asking?.catch(() => null);
    if (handle?.kind === "file") all.push(await given(handle as FileSystemFileHandle));
    else if (handle?.kind === "directory") {
      const folder = handle as FileSystemDirectoryHandle;
      folders.push(folder);
      for await (const one of belonging(folder)) all.push(await given(one));
    } else if (file) all.push([file]);
  }
  return taken(all, folders);
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
