// Messages to the program and back: the length of the head, the head as JSON, the bytes of files.

/** Named files. */
export type Files = Map<string, Uint8Array>;

/** Returns a message. */
export function write(head: object, files: Files): Uint8Array {
  const named = [...files].map(([name, bytes]) => [name, bytes.length]);
  const start = new TextEncoder().encode(JSON.stringify({ ...head, files: named }));
  const total = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 4 + start.length);
  const out = new Uint8Array(total);
  new DataView(out.buffer).setUint32(0, start.length, true);
  out.set(start, 4);
  let at = 4 + start.length;
  for (const bytes of files.values()) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

/** Takes a message apart. */
export function read<T>(bytes: Uint8Array): { head: T; files: Files } {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const { files: named, ...head } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  let at = 4 + length;
  const files: Files = new Map();
  for (const [name, size] of named as [string, number][]) {
    files.set(name, bytes.slice(at, at + size));
    at += size;
  }
  return { head: head as T, files };
}
