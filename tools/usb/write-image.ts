/**
 * Writes an image to a device and reads it back. What it works on is given to it, so tests use a file. An image counts as
 * written only when every byte was read back as it was written.
 */
import { Failure } from "../failure.ts";

/** An open device. */
export interface Target {
  write(bytes: Buffer, position: number): Promise<void>;
  /** Fills the buffer as far as there is something; answers how many bytes. */
  read(bytes: Buffer, position: number): Promise<number>;
  /** All that was written is on the device, and what is read then comes from there and not from memory. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export type Progress = (step: "write" | "verify", doneBytes: number, allBytes: number) => void;

const PIECE_BYTES = 1 << 20;

/** Writes, flushes, verifies. Closes the target in any case. */
export async function writeImage(image: Buffer, target: Target, progress: Progress): Promise<void> {
  try {
    for (let start = 0; start < image.length; start += PIECE_BYTES) {
      const piece = image.subarray(start, start + PIECE_BYTES);
      await target.write(piece, start);
      progress("write", start + piece.length, image.length);
    }
    await target.flush();
    await verifyImage(image, target, progress);
  } finally {
    await target.close();
  }
}

async function verifyImage(image: Buffer, target: Target, progress: Progress): Promise<void> {
  const buffer = Buffer.alloc(PIECE_BYTES);
  for (let start = 0; start < image.length; start += PIECE_BYTES) {
    const piece = image.subarray(start, start + PIECE_BYTES);
    const bytes = await target.read(buffer.subarray(0, piece.length), start);
    const place = firstDifference(piece, buffer.subarray(0, bytes));
    if (place !== -1) {
      throw new Failure(
        `the device gave back something else than was written, from byte ${start + place} on`,
        "the stick is probably broken, or smaller than it says: take another one",
      );
    }
    progress("verify", start + piece.length, image.length);
  }
}

/** Where two buffers begin to differ; -1 when they do not. */
function firstDifference(expected: Buffer, actual: Buffer): number {
  if (expected.equals(actual)) return -1;
  const index = expected.findIndex((byte, place) => byte !== actual[place]);
  return index === -1 ? expected.length : index;
}
