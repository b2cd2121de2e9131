// The checker, as the rest of the page asks it.

import { type Files, read, write } from "./message";
import type { Answered, Sent } from "./worker";

/** The end of a command. */
export interface Ran {
  /** The exit status. */
  exit: number;
  /** The text on what went wrong. */
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

const PRINTED = "<stdout>";

/** The checker in its worker. */
export class Program {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { done(a: Answered): void }>();
  private last = 0;

  /** Starts it. `code` is the worker's own script, `packed` the program. */
  constructor(code: string, packed: string) {
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.worker = new Worker(address);
    this.worker.onmessage = ({ data }: MessageEvent<Answered>) => {
      this.waiting.get(data.id)?.done(data);
      this.waiting.delete(data.id);
    };
    this.send({ program: packed }, []);
  }

  private send(message: Sent, transfer: Transferable[]): void {
    this.worker.postMessage(message, transfer);
  }

  private async ask<T>(head: object, files: Files): Promise<{ head: T; files: Files; milliseconds: number }> {
    const id = ++this.last;
    const question = write(head, files);
    const answer = await new Promise<Answered>((done) => {
      this.waiting.set(id, { done });
      this.send({ id, question }, [question.buffer as ArrayBuffer]);
    });
    if ("defect" in answer) throw new Error(`the checker stopped, which is a defect of it: ${answer.defect}`);
    const told = read<T & { mistake?: string }>(answer.answer);
    if (told.head.mistake) throw new Error(told.head.mistake);
    return { ...told, milliseconds: answer.milliseconds };
  }

  /** Runs a command line on files, as `bcf` does in a folder that holds them. */
  async run(args: string[], files: Files, today: Day): Promise<Ran> {
    const {
      head,
      files: made,
      milliseconds,
    } = await this.ask<{ exit: number; stderr: string }>({ do: "run", args, today }, files);
    const stdout = made.get(PRINTED) ?? new Uint8Array();
    made.delete(PRINTED);
    return { ...head, stdout, files: made, milliseconds };
  }

  /** Asks what an editor asks about a place of a text. */
  async edit<T>(what: string, text: string, offset: number, today: Day): Promise<T> {
    const files: Files = new Map([["plan.toml", new TextEncoder().encode(text)]]);
    return (await this.ask<{ answer: T }>({ do: "edit", what, offset, today }, files)).head.answer;
  }
}

/** Returns what a command printed, as text. */
export function printed(ran: Ran): string {
  return new TextDecoder().decode(ran.stdout);
}
