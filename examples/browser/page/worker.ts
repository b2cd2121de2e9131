// The worker: it holds the program, so that the page answers while a large plan is checked.

/** The functions the program gives out. */
interface Program {
  memory: WebAssembly.Memory;
  room(length: number): number;
  call(address: number, length: number): bigint;
  done(address: number, length: number): void;
  last_words(): bigint;
}

/** What the worker is sent: first the program, packed; then questions. */
export type Sent = { program: string } | { id: number; question: Uint8Array };
/** What it sends back. */
export type Answered = { id: number; answer: Uint8Array; milliseconds: number } | { id: number; defect: string };

let compiled: Promise<WebAssembly.Module>;
let running: Promise<Program>;

/** Opens the program: base64, then gzip. */
async function opened(packed: string): Promise<WebAssembly.Module> {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compileStreaming(new Response(plain, { headers: { "Content-Type": "application/wasm" } }));
}

async function started(): Promise<Program> {
  const instance = await WebAssembly.instantiate(await compiled, {});
  return instance.exports as unknown as Program;
}

function answered(program: Program, question: Uint8Array): Uint8Array {
  const room = program.room(question.length) >>> 0;
  new Uint8Array(program.memory.buffer, room, question.length).set(question);
  const [address, length] = unpacked(program.call(room, question.length));
  const answer = new Uint8Array(program.memory.buffer, address, length).slice();
  program.done(address, length);
  return answer;
}

/** Takes the address and the length out of one number. */
function unpacked(both: bigint): [number, number] {
  return [Number(both & 0xffffffffn), Number(both >> 32n)];
}

/** Returns what the program said when it stopped. */
function lastWords(program: Program): string {
  return new TextDecoder().decode(new Uint8Array(program.memory.buffer, ...unpacked(program.last_words())));
}

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Sent>) => void;
  postMessage(message: Answered, transfer: Transferable[]): void;
};

scope.onmessage = async ({ data }) => {
  if ("program" in data) {
    compiled = opened(data.program);
    running = started();
    // Whoever asks first is told that it did not start.
    running.catch(() => {});
    return;
  }
  let program: Program | undefined;
  try {
    program = await running;
    const start = performance.now();
    const answer = answered(program, data.question);
    const milliseconds = performance.now() - start;
    scope.postMessage({ id: data.id, answer, milliseconds }, [answer.buffer]);
  } catch (error) {
    // A program that stopped in the middle is in no state to be asked again; one that did not start may start the next time.
    running = started();
    running.catch(() => {});
    scope.postMessage({ id: data.id, defect: (program && lastWords(program)) || String(error) }, []);
  }
};
