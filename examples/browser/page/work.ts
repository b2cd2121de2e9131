// The plan that is open: its bytes, the files beside it, and the checks of it.

import { type Day, type Order, type Program, type Ran, printed } from "./program";
import type { Files } from "./message";
import type { Check, Plan } from "./told";

/** The result of a check. All of it is of one text. */
export interface Result {
  plan: Plan | null;
  /** What the verdict rests on, in words; where there is no verdict, what went wrong. */
  counted: string;
  /** The milliseconds it took. */
  milliseconds: number;
}

/** What takes longer: the likely causes, the edits that were tried, the page of `bcf report`. */
export interface Whole {
  plan: Plan | null;
  report: string;
  milliseconds: number;
}

/** The time after the last key when the whole is asked for, in milliseconds. */
const IDLE = 250;

/** The name of a file without its ending. */
export function stem(name: string): string {
  return name.replace(/\.[^.]*$/, "");
}

/** A plan that is open. It is checked with every key, and as a whole when nobody types. */
export class Work {
  /** The plan as it was opened, or was last saved elsewhere. */
  private original: Uint8Array;
  /** Counts the texts: a result of an earlier one is dropped. */
  private version = 0;
  private isChecking = false;
  private idle = 0;
  /** Is told of each result that is of the newest text. */
  onresult: (result: Result) => void = () => {};
  /** Is told of the whole, where it is of the newest text. */
  onwhole: (whole: Whole) => void = () => {};
  /** Is told when a check lasts. */
  onwait: (waits: boolean) => void = () => {};

  constructor(
    private readonly program: Program,
    /** The program that is asked for the whole, beside the one that answers every key. */
    private readonly patient: Program,
    /** The name of the plan's file. */
    readonly name: string,
    private bytes: Uint8Array,
    /** The files beside it: settings, allocations, a companion. */
    readonly beside: Files,
    /** The day it is checked as on; today where none was chosen. */
    private day: string | null,
  ) {
    this.original = bytes;
  }

  get isWorkbook(): boolean {
    return isWorkbook(this.bytes);
  }

  /** The text of the plan; a workbook has none. */
  get text(): string {
    return decoded(this.bytes);
  }

  get file(): Uint8Array {
    return this.bytes;
  }

  /** Takes another text, and checks it. */
  change(text: string): void {
    this.bytes = new TextEncoder().encode(text);
    void this.check();
  }

  /** Takes the bytes that were saved elsewhere, and checks them. */
  renew(bytes: Uint8Array): void {
    this.knows(bytes);
    this.bytes = bytes;
    void this.check();
  }

  /** Takes note of the bytes that were saved elsewhere, and keeps its own. */
  knows(bytes: Uint8Array): void {
    this.original = bytes;
  }

  /** Returns whether the plan is just these bytes. */
  is(bytes: Uint8Array): boolean {
    return bytes.length === this.bytes.length && bytes.every((byte, n) => byte === this.bytes[n]);
  }

  /** True when the plan is not what was opened, or saved elsewhere since. */
  get isChanged(): boolean {
    return !this.is(this.original);
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
  run(order: Order, program = this.program): Promise<Ran> {
    return program.run(order, new Map([...this.beside, [this.name, this.bytes]]), today(), this.chosen);
  }

  /** The day that was chosen, if any. */
  get chosen(): Day | undefined {
    return this.day ? (this.day.split("-").map(Number) as Day) : undefined;
  }

  /** Asks what an editor asks about a byte of the text. */
  edit<T>(what: string, text: string, offset: number): Promise<T> {
    // What is told of a figure is what its check said of it: with the same files, on the same day.
    const day = this.chosen ?? today();
    const files: Files = new Map([[this.name, new TextEncoder().encode(text)]]);
    for (const [name, bytes] of this.beside) if (name !== this.name) files.set(name, bytes);
    return this.program.edit<T>(what, offset, files, day);
  }

  /** Checks the plan as it is now. One check runs at a time; when it ends and the text has changed, the next begins. */
  async check(): Promise<void> {
    this.version++;
    clearTimeout(this.idle);
    if (this.isChecking) return;
    this.isChecking = true;
    const slow = setTimeout(() => this.onwait(true), 150);
    for (let asked = -1; asked !== this.version;) {
      asked = this.version;
      const result = await this.result();
      if (asked === this.version) this.onresult(result);
    }
    clearTimeout(slow);
    this.onwait(false);
    this.isChecking = false;
    this.idle = setTimeout(() => void this.whole(), IDLE);
  }

  private async result(): Promise<Result> {
    try {
      const ran = await this.run({ check: { plans: [this.name], causes: false } });
      const plan = planOf(ran);
      const counted = plan?.summary ?? (ran.stderr || "there is no plan in it");
      return { plan, counted, milliseconds: ran.milliseconds };
    } catch (error) {
      return { plan: null, counted: error instanceof Error ? error.message : String(error), milliseconds: 0 };
    }
  }

  /** Asks for the likely causes and the report of the plan as it is now. */
  async whole(): Promise<void> {
    clearTimeout(this.idle);
    const asked = this.version;
    try {
      const ran = await this.run({ check: { plans: [this.name], causes: true } }, this.patient);
      const report = await this.run({ report: { plan: this.name } }, this.patient);
      const milliseconds = ran.milliseconds + report.milliseconds;
      const whole = { plan: planOf(ran), report: printed(report), milliseconds };
      if (asked === this.version) this.onwhole(whole);
    } catch {
      // What stopped this stops the check as well, which says so.
    }
  }
}

/** Returns bytes as text, with the mark that may stand at its beginning. */
function decoded(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function planOf(ran: Ran): Plan | null {
  return ran.stdout.length > 0 ? ((JSON.parse(printed(ran)) as Check).plans[0] ?? null) : null;
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
