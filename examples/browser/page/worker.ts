// The worker: it holds the program, so that the page answers while a large plan is checked.

import { unpacked } from "./packed";

/** The functions the program gives out. */
interface Program {
  memory: WebAssembly.Memory;
  room(length: number): number;
  call(address: number, length: number): bigint;
  done(address: number, length: number): void;
}

/** What the worker is sent: first the program, packed or as another worker compiled it; then questions. */
export type Sent = { program: string | WebAssembly.Module } | { id: number; question: Uint8Array };
/** What it sends back: the program once it is compiled, for another worker; then answers. */
export type Answered =
  | { compiled: WebAssembly.Module }
  | { id: number; answer: Uint8Array; milliseconds: number }
  | { id: number; defect: string };

let compiled: Promise<WebAssembly.Module>;
let running: Promise<Program>;

/** Compiles the program while it is opened, and hands it on. */
async function opened(packed: string): Promise<WebAssembly.Module> {
  const headers = { "Content-Type": "application/wasm" };
  const module = await WebAssembly.compileStreaming(new Response(unpacked(packed), { headers }));
  scope.postMessage({ compiled: module }, []);
  return module;
}

async function started(): Promise<Program> {
  const instance = await WebAssembly.instantiate(await compiled, {});
  return instance.exports as unknown as Program;
}

function answered(program: Program, question: Uint8Array): Uint8Array {
  const room = program.room(question.length) >>> 0;
  new Uint8Array(program.memory.buffer, room, question.length).set(question);
  const [address, length] = halves(program.call(room, question.length));
  const answer = new Uint8Array(program.memory.buffer, address, length).slice();
  program.done(address, length);
  return answer;
}

/** Takes the address and the length out of one number. */
function halves(both: bigint): [number, number] {
  return [Number(both & 0xffffffffn), Number(both >> 32n)];
}

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Sent>) => void;
  postMessage(message: Answered, transfer: Transferable[]): void;
};

scope.onmessage = async ({ data }) => {
  if ("program" in data) {
    const { program } = data;
    compiled = typeof program === "string" ? opened(program) : Promise.resolve(program);
    running = started();
    // Whoever asks first is told that it did not start.
    running.catch(() => {});
    return;
  }
  try {
    const program = await running;
    const start = performance.now();
    const answer = answered(program, data.question);
    const milliseconds = performance.now() - start;
    scope.postMessage({ id: data.id, answer, milliseconds }, [answer.buffer]);
  } catch (error) {
    // A program that stopped in the middle is in no state to be asked again; one that did not start may start the next time.
    running = started();
    running.catch(() => {});
    scope.postMessage({ id: data.id, defect: String(error) }, []);
  }
};
