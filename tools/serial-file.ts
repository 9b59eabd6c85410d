/**
 * Catches an emulator's serial line in a file and follows it. A pipe would not do: QEMU gives up a
 * byte when the reader is a moment late and the pipe is full, a file takes all.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const POLL_MS = 30;
const PIECE_BYTES = 64 * 1024;

export class SerialFile {
  /** For the emulator's standard output. */
  readonly descriptor: number;
  /** All that has come so far, one character for each byte. */
  text = "";
  private readonly reader: number;
  private readonly timer: NodeJS.Timeout;
  private readonly onText: (text: string) => void;
  private position = 0;

  /** `onText` is called with every piece that comes. */
  constructor(onText: (text: string) => void) {
    this.onText = onText;
    const folder = mkdtempSync(join(tmpdir(), "muistring-serial-"));
    const path = join(folder, "serial");
    this.descriptor = openSync(path, "w");
    this.reader = openSync(path, "r");
    rmSync(folder, { recursive: true }); // open files live on without a name, and nothing is left behind
    this.timer = setInterval(() => this.read(), POLL_MS);
  }

  /** Reads the rest; the file is gone then. */
  end(): void {
    clearInterval(this.timer);
    this.read();
    closeSync(this.reader);
    closeSync(this.descriptor);
  }

  private read(): void {
    const piece = Buffer.alloc(PIECE_BYTES);
    for (;;) {
      const bytes = readSync(this.reader, piece, 0, PIECE_BYTES, this.position);
      if (bytes === 0) return;
      this.position += bytes;
      const text = piece.toString("latin1", 0, bytes);
      this.text += text;
      this.onText(text);
    }
  }
}
