// Files that are checked again whenever they are saved, in browsers that give out a file and not only what is in it.

import type { Files } from "./message";
import { belongs } from "./names";

/** What can be followed of files that were taken. */
export interface Followed {
  /** Each file as the system has it, and which of its versions was read. */
  files: Map<string, { handle: FileSystemFileHandle; version: string }>;
  /** The folders they were in, where others may appear. */
  folders: FileSystemDirectoryHandle[];
}

/** The time between two looks at a file, in milliseconds. */
const EVERY = 1000;

/** Returns what tells one version of a file from another. */
export function version(file: File): string {
  return `${file.lastModified} ${file.size}`;
}

/** Goes through the files of a folder that belong to plans. */
export async function* belonging(folder: FileSystemDirectoryHandle): AsyncGenerator<FileSystemFileHandle> {
  for await (const one of folder.values()) {
    if (one.kind === "file" && belongs(one.name)) yield one as FileSystemFileHandle;
  }
}

/** The files that are followed. */
export class Follower {
  private followed: Followed = { files: new Map(), folders: [] };
  private timer = 0;
  private isLooking = false;

  /** Starts it. `saved` is given the files that were saved since they were read, and those that are new. */
  constructor(private readonly saved: (files: Files) => Promise<void>) {
    document.addEventListener("visibilitychange", () => document.hidden || void this.look());
  }

  /** Follows these files and no others; none where nothing is given. */
  follow(followed: Followed = { files: new Map(), folders: [] }): void {
    this.followed = followed;
    this.wait();
  }

  /** Follows these files as well. */
  also({ files, folders }: Followed): void {
    const before = this.followed;
    this.follow({ files: new Map([...before.files, ...files]), folders: [...before.folders, ...folders] });
  }

  /** Returns whether a file is followed; without a name, whether any is. */
  has(name?: string): boolean {
    return name === undefined ? this.followed.files.size > 0 : this.followed.files.has(name);
  }

  private wait(): void {
    clearTimeout(this.timer);
    if (this.has()) this.timer = window.setTimeout(() => void this.look(), EVERY);
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    const looked = this.followed;
    for (const folder of looked.folders) await appeared(folder, looked).catch(() => {});
    const saved: Files = new Map();
    const versions: (() => void)[] = [];
    for (const [name, one] of looked.files) {
      try {
        const file = await one.handle.getFile();
        const now = version(file);
        if (now === one.version) continue;
        saved.set(name, new Uint8Array(await file.arrayBuffer()));
        versions.push(() => (one.version = now));
      } catch {
        // It is gone, or just being written: what was read of it stays, and it is looked at again.
      }
    }
    // What is no longer followed as it was is looked at anew.
    if (looked === this.followed && saved.size > 0) {
      for (const read of versions) read();
      await this.saved(saved);
    }
    this.isLooking = false;
    this.wait();
  }
}

/** Takes files that are new in a folder, of which no version was read. */
async function appeared(folder: FileSystemDirectoryHandle, { files }: Followed): Promise<void> {
  for await (const handle of belonging(folder)) {
    if (!files.has(handle.name)) files.set(handle.name, { handle, version: "" });
  }
}
