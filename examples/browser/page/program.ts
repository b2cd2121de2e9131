// The checker, as the rest of the page asks it.

import { type Files, read, write } from "./message";
import type { Answered, Sent } from "./worker";

/** The end of a command. */
export interface Ran {
  /** The exit status. */
  exit: number;
  /** The text on what went wrong, which need not say that it is an error. */
  stderr: string;
  /** What was printed. */
  stdout: Uint8Array;
  /** The files it wrote. */
  files: Files;
  /** The time the program took. */
  milliseconds: number;
}

/** A day as the program is told it: year, month, day of the month. */
export type Day = [number, number, number];

/** A command: its files and its choices. */
export type Order =
  | { check: { plans: string[]; causes: boolean; mark?: string } }
  | { diff: { old: string; new: string } }
  | { compare: { plans: string[] } }
  | { report: { plan: string; sign_off?: boolean; output?: string } }
  | { export: { plan: string; output: string } }
  | { import: { workbook: string; output: string } }
  | { init: { round: string; area: string; districts: string[] | null; output: string } }
  | "rounds";

const PRINTED = "<stdout>";

/** The answer to one question. */
type Answer = Extract<Answered, { id: number }>;

/** The checker in its worker. */
export class Program {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { done(a: Answer): void }>();
  private last = 0;
  /** Is told of the program once it is compiled. */
  private oncompiled: (module: WebAssembly.Module) => void = () => {};
  private readonly compiled: Promise<WebAssembly.Module>;
  /** Ends when the worker has been given the program. */
  private readonly given: Promise<void>;

  /** Starts it. `code` is the worker's own script; the program is packed, or compiled by another. */
  constructor(
    private readonly code: string,
    program: string | Promise<WebAssembly.Module>,
  ) {
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.worker = new Worker(address);
    this.worker.onmessage = ({ data }: MessageEvent<Answered>) => {
      if ("compiled" in data) return this.oncompiled(data.compiled);
      this.waiting.get(data.id)?.done(data);
      this.waiting.delete(data.id);
    };
    const told = new Promise<WebAssembly.Module>((done) => (this.oncompiled = done));
    this.compiled = typeof program === "string" ? told : program;
    this.given = Promise.resolve(program).then((program) => this.send({ program }, []));
  }

  /** Starts another of the same program, which is compiled once. */
  another(): Program {
    return new Program(this.code, this.compiled);
  }

  private send(message: Sent, transfer: Transferable[]): void {
    this.worker.postMessage(message, transfer);
  }

  private async ask<T>(head: object, files: Files): Promise<{ head: T; files: Files; milliseconds: number }> {
    const id = ++this.last;
    const question = write(head, files);
    await this.given;
    const answer = await new Promise<Answer>((done) => {
      this.waiting.set(id, { done });
      this.send({ id, question }, [question.buffer as ArrayBuffer]);
    });
    if ("defect" in answer) throw new Error(`the checker stopped, which is a defect of it: ${answer.defect}`);
    const told = read<T & { mistake?: string }>(answer.answer);
    if (told.head.mistake) throw new Error(told.head.mistake);
    return { ...told, milliseconds: answer.milliseconds };
  }

  /** Runs a command on files, as `bcf` does in a folder that holds them; `day` is the day of the check where one is chosen. */
  async run(order: Order, files: Files, today: Day, day?: Day): Promise<Ran> {
    const {
      head,
      files: made,
      milliseconds,
    } = await this.ask<{ exit: number; stderr: string }>({ do: "run", order, today, day }, files);
    const stdout = made.get(PRINTED) ?? new Uint8Array();
    made.delete(PRINTED);
    const stderr = head.stderr.replace(/^error: /gm, "").trim();
    return { exit: head.exit, stderr, stdout, files: made, milliseconds };
  }

  /** Asks what an editor asks about a byte of a plan, which is the first of the files; the others are beside it. */
  async edit<T>(what: string, offset: number, files: Files, today: Day): Promise<T> {
    return (await this.ask<{ answer: T }>({ do: "edit", what, offset, today }, files)).head.answer;
  }
}

/** Returns what a command printed, as text. */
export function printed(ran: Ran): string {
  return new TextDecoder().decode(ran.stdout);
}
