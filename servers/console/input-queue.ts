/** Bytes that were typed and that nobody has read yet: a ring. What does not fit is counted and lost. Pure. */
const QUEUE_BYTES = 256;
const QUEUE_MASK: u32 = 0xff;

export class InputQueue {
  private readonly bytes: FixedArray<u8, typeof QUEUE_BYTES> = zeroed();
  private first: u32 = 0;
  private count: u32 = 0;
  /** Bytes that found no place. */
  lost: u32 = 0;

  put(byte: u8): void {
    if (this.count === QUEUE_BYTES) {
      this.lost += 1;
      return;
    }
    this.bytes[(this.first + this.count) & QUEUE_MASK] = byte;
    this.count += 1;
  }

  isEmpty(): bool {
    return this.count === 0;
  }

  /** The oldest byte; 0 when there is none. */
  take(): u8 {
    if (this.count === 0) {
      return 0;
    }
    const byte: u8 = this.bytes[this.first];
    this.first = (this.first + 1) & QUEUE_MASK;
    this.count -= 1;
    return byte;
  }
}
