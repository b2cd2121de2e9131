// The worker: it holds the program, so that the page answers while a large plan is checked.

/** The functions the program gives out. */
interface Program {
  memory: WebAssembly.Memory;
  room(length: number): number;
  call(address: number, length: number): bigint;
  done(address: number, length: number): void;
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
  const at = program.call(room, question.length);
  const [address, length] = [Number(at & 0xffffffffn), Number(at >> 32n)];
  const answer = new Uint8Array(program.memory.buffer, address, length).slice();
  program.done(address, length);
  return answer;
}

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Sent>) => void;
  postMessage(message: Answered, transfer: Transferable[]): void;
};

scope.onmessage = async ({ data }) => {
  if ("program" in data) {
    compiled = opened(data.program);
    running = started();
    return;
  }
  try {
    const program = await running;
    const start = performance.now();
    const answer = answered(program, data.question);
    const milliseconds = performance.now() - start;
    scope.postMessage({ id: data.id, answer, milliseconds }, [answer.buffer]);
  } catch (error) {
    // A program that stopped in the middle is in no state to be asked again.
    running = started();
    scope.postMessage({ id: data.id, defect: String(error) }, []);
  }
};
