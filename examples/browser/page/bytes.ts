// The program counts bytes of UTF-8, a browser counts units of UTF-16.

/** The distance, in units of UTF-16, between two places whose byte is kept. */
const STEP = 512;

/** Returns the end of a text's lines: that of Windows where each of them has it. A lone one is no end but a mistake. */
export function lineEnd(text: string): "\n" | "\r\n" {
  return text.includes("\r\n") && !/[\r\n]/.test(text.replaceAll("\r\n", "")) ? "\r\n" : "\n";
}

/** The places of a text, in both counts. */
export class Places {
  /** The byte at every {@link STEP}th unit. */
  private readonly bytes: number[] = [];

  /** Takes a text as an editor has it: with one unit for the end of a line, whatever it is in the file. */
  constructor(
    private readonly text: string,
    private readonly end: string,
  ) {
    let byte = 0;
    for (let unit = 0; unit < text.length; unit++) {
      if (unit % STEP === 0) this.bytes.push(byte);
      byte += this.width(unit);
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
    while (at < byte && unit < this.text.length) at += this.width(unit++);
    return unit;
  }

  /** Returns the byte at a unit. */
  byte(unit: number): number {
    const step = Math.floor(unit / STEP);
    let at = this.bytes[step] ?? 0;
    for (let n = step * STEP; n < unit; n++) at += this.width(n);
    return at;
  }

  /** Returns the bytes of a unit; the two halves of a pair have two each. */
  private width(at: number): number {
    const unit = this.text.charCodeAt(at);
    if (unit === 0x0a) return this.end.length;
    if (unit < 0x80) return 1;
    if (unit < 0x800) return 2;
    return unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
  }
}
