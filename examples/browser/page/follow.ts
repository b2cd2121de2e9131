// Files that are checked again whenever they are saved, in browsers that give out a file and not only what is in it.

import type { Files } from "./message";

/** A file as the system has it, and which of its versions was read. */
export interface Followed {
  handle: FileSystemFileHandle;
  version: string;
}

/** The time between two looks at a file, in milliseconds. */
const EVERY = 1000;

/** Returns what tells one version of a file from another. */
export function version(file: File): string {
  return `${file.lastModified} ${file.size}`;
}

/** The files that are followed. */
export class Follower {
  private files = new Map<string, Followed>();
  private timer = 0;

  /** Starts it. `saved` is given the files that were saved since they were read. */
  constructor(private readonly saved: (files: Files) => Promise<void>) {
    document.addEventListener("visibilitychange", () => document.hidden || void this.look());
  }

  /** Follows these files and no others. */
  follow(files: Iterable<[string, Followed]>): void {
    this.files = new Map(files);
    this.wait();
  }

  /** Follows these files as well. */
  also(files: Iterable<[string, Followed]>): void {
    this.follow([...this.files, ...files]);
  }

  has(name: string): boolean {
    return this.files.has(name);
  }

  private wait(): void {
    clearTimeout(this.timer);
    if (this.files.size > 0) this.timer = window.setTimeout(() => void this.look(), EVERY);
  }

  private async look(): Promise<void> {
    clearTimeout(this.timer);
    const looked = this.files;
    const saved: Files = new Map();
    for (const [name, followed] of looked) {
      try {
        const file = await followed.handle.getFile();
        const now = version(file);
        if (now === followed.version) continue;
        saved.set(name, new Uint8Array(await file.arrayBuffer()));
        followed.version = now;
      } catch {
        // It is gone, or just being written: what was read of it stays, and it is looked at again.
      }
    }
    if (looked !== this.files) return;
    if (saved.size > 0) await this.saved(saved);
    this.wait();
  }
}
