/**
 * The image builder's BLAKE3 is the published function, and test/host/blake3.ts expects the same of the kernel's. Vectors:
 * test_vectors.json of the BLAKE3 project, whose inputs are the bytes 0 to 250, over and over.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { blake3 } from "../../tools/image/blake3.ts";
import { inRoot } from "../../tools/paths.ts";

const VECTORS: [number, string][] = [
  [0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"],
  [1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"],
  [1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"],
  [1025, "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444"],
  [102400, "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085"],
];
const INPUT_BYTES = 6200;
const LENGTHS = [0, 1, 2, 3, 63, 64, 65, 127, 1023, 1024, 1025, 2048, 2049, 3073, 4097, 5121];
const STEP = 97;

test("the published vectors", () => {
  for (const [length, hash] of VECTORS)
    expect(blake3(Uint8Array.from({ length }, (_, i) => i % 251)).toString("hex")).toBe(hash);
});

test("the folded digest of many lengths", () => {
  const input = Buffer.from(Array.from({ length: INPUT_BYTES }, (_, i) => (i * 7 + (i >>> 5)) & 0xff));
  const steps = Array.from({ length: Math.floor(INPUT_BYTES / STEP) + 1 }, (_, i) => i * STEP);
  let fold: Buffer = Buffer.alloc(32);
  for (const length of [...LENGTHS, ...steps])
    fold = blake3(Buffer.concat([fold, blake3(input.subarray(0, length))]));
  expect(readFileSync(inRoot("test/host/blake3.ts"), "utf8")).toContain(`"${fold.toString("hex")}"`);
});
