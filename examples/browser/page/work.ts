// The plan that is open: its bytes, the files beside it, and the checks of it.

import { type Day, type Program, type Ran, printed } from "./program";
import type { Files } from "./message";
import type { Check, Plan } from "./told";

/** The result of a check: all of it is of one text. */
export interface Result {
  /** The text that was checked; none of a workbook. */
  text: string | null;
  plan: Plan | null;
  /** The page of `bcf report`. */
  report: string;
  /** The text on what went wrong, where there is no verdict. */
  fault: string;
  /** The milliseconds the check took, and those of the report. */
  took: { check: number; report: number };
}

/** The name of a file without its ending. */
export function stem(name: string): string {
  return name.replace(/\.[^.]*$/, "");
}

/** A plan that is open. */
export class Work {
  /** Counts the texts: a result of an earlier one is dropped. */
  private version = 0;
  private busy = false;
  /** Is told of each result that is of the newest text. */
  onresult: (result: Result) => void = () => {};
  /** Is told when a check lasts. */
  onwait: (waits: boolean) => void = () => {};

  constructor(
    private readonly program: Program,
    /** The name of the plan's file. */
    readonly name: string,
    private bytes: Uint8Array,
    /** The files beside it: settings, allocations, a companion. */
    readonly beside: Files,
    /** The day it is checked as on; today where none was chosen. */
    private day: string | null,
  ) {}

  get isWorkbook(): boolean {
    return isWorkbook(this.bytes);
  }

  /** The text of the plan; a workbook has none. */
  get text(): string {
    return new TextDecoder().decode(this.bytes);
  }

  get file(): Uint8Array {
    return this.bytes;
  }

  /** Takes another text, and checks it. */
  change(text: string): void {
    this.bytes = new TextEncoder().encode(text);
    void this.check();
  }

  /** Takes files to have beside the plan, and checks again. */
  async add(files: Files): Promise<void> {
    for (const [name, bytes] of files) this.beside.set(name, bytes);
    await this.check();
  }

  /** Takes another day, and checks again. */
  on(day: string | null): void {
    this.day = day;
    void this.check();
  }

  /** Runs a command on the plan and what is beside it. */
  run(args: string[], more: Files = new Map()): Promise<Ran> {
    const files = new Map([...this.beside, [this.name, this.bytes] as const, ...more]);
    return this.program.run(args, files, today());
  }

  /** Returns the words that name the day, for commands that take it. */
  get dayArgs(): string[] {
    return this.day ? ["--today", this.day] : [];
  }

  /** Asks what an editor asks about a byte of the text. */
  edit<T>(what: string, text: string, offset: number): Promise<T> {
    return this.program.edit<T>(what, text, offset, today());
  }

  /** Checks the plan as it is now. One check runs at a time; when it ends and the text has changed, the next begins. */
  async check(): Promise<void> {
    const version = ++this.version;
    if (this.busy) return;
    this.busy = true;
    const slow = setTimeout(() => this.onwait(true), 150);
    try {
      let asked = version;
      for (;;) {
        const result = await this.checked();
        if (asked === this.version) {
          this.onwait(false);
          this.onresult(result);
          return;
        }
        asked = this.version;
      }
    } finally {
      clearTimeout(slow);
      this.busy = false;
    }
  }

  private async checked(): Promise<Result> {
    const text = this.isWorkbook ? null : this.text;
    try {
      const check = await this.run(["check", this.name, "--format", "json", ...this.dayArgs]);
      const report = await this.run(["report", this.name, ...this.dayArgs]);
      const told = check.stdout.length > 0 ? (JSON.parse(printed(check)) as Check) : null;
      const plan = told?.plans[0] ?? null;
      const took = { check: check.milliseconds, report: report.milliseconds };
      const fault = plan ? "" : check.stderr || report.stderr || "there is no plan in it";
      return { text, plan, report: printed(report), fault, took };
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      return { text, plan: null, report: "", fault, took: { check: 0, report: 0 } };
    }
  }
}

/** Returns whether bytes are those of a workbook, which is a zip. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** Returns the day, as the program counts it: in UTC, the same everywhere a plan is checked. */
export function today(): Day {
  const now = new Date();
  return [now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate()];
}

/** Returns a day as `2018-06-01`. */
export function written([year, month, day]: Day): string {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
