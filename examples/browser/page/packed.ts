// What travels inside the page: gzip, written in base64.

/** Opens something that travels inside the page. */
export function unpacked(packed: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([decoded(packed)]).stream().pipeThrough(new DecompressionStream("gzip"));
}

function decoded(packed: string): Uint8Array<ArrayBuffer> {
  // Older browsers have no such function.
  const own = Uint8Array as typeof Uint8Array & { fromBase64?(text: string): Uint8Array<ArrayBuffer> };
  if (own.fromBase64) return own.fromBase64(packed);
  const letters = atob(packed);
  const bytes = new Uint8Array(letters.length);
  for (let n = 0; n < letters.length; n++) bytes[n] = letters.charCodeAt(n);
  return bytes;
}
