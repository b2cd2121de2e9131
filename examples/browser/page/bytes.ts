// The program counts bytes of UTF-8, a browser counts units of UTF-16.

/** The distance, in units of UTF-16, between two places whose byte is kept. */
const STEP = 512;

/** The places of a text, in both counts. */
export class Places {
  /** The byte at every {@link STEP}th unit. */
  private readonly bytes: number[] = [];

  constructor(private readonly text: string) {
    let byte = 0;
    for (let unit = 0; unit < text.length; unit++) {
      if (unit % STEP === 0) this.bytes.push(byte);
      byte += width(text.charCodeAt(unit));
    }
    this.bytes.push(byte);
  }

  /** Returns the unit at a byte. */
  unit(byte: number): number {
    let [low, high] = [0, this.bytes.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.bytes[middle] ?? 0) <= byte) low = middle;
      else high = middle - 1;
    }
    let unit = Math.min(low * STEP, this.text.length);
    let at = low * STEP > this.text.length ? byte : (this.bytes[low] ?? 0);
    while (at < byte && unit < this.text.length) at += width(this.text.charCodeAt(unit++));
    return unit;
  }

  /** Returns the byte at a unit. */
  byte(unit: number): number {
    const step = Math.floor(unit / STEP);
    let at = this.bytes[step] ?? 0;
    for (let n = step * STEP; n < unit; n++) at += width(this.text.charCodeAt(n));
    return at;
  }
}

/** Returns the bytes of a unit; the two halves of a pair have two each. */
function width(unit: number): number {
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  return unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
}
