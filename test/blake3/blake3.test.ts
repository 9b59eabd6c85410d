/**
 * The kernel's BLAKE3, with SSE2 and without, whole and in pieces, is the image builder's around every boundary. The
 * builder's is held against the published vectors in test/host/blake3.test.ts.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { blake3 } from "../../tools/image/blake3.ts";
import { compileTypeScript } from "../../tools/image/compiler.ts";
import { buildKernel, LAYOUTS_INCLUDE } from "../../tools/image/kernel.ts";
import { withBuildLock } from "../../tools/image/lock.ts";
import { assemble, compileC, toolPath } from "../../tools/image/toolchain.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";
import { runCommand } from "../../tools/process.ts";

const FOLDER = `${BUILD}/test/blake3`;
const INPUT_BYTES = 16_800;
const RUN_LIMIT_MS = 60_000;
const DIGEST_BYTES = 32;
/** Blocks of 64 bytes, chunks of 1024, trees of two to seventeen chunks. */
const BOUNDARIES = [0, 64, 128, 960, 1024, 1088, 2048, 3072, 4096, 5120, 7168, 8192, 12_288, 15_360, 16_384];
const LENGTHS = [
  ...new Set(BOUNDARIES.flatMap((at) => [at - 1, at, at + 1, at + 37])),
  ...[2, 3, 4, 5, 15_208],
].filter((length) => length >= 0);
/** main.ts: 0 is all at once. */
const PIECES = [0, 1, 3, 16];
const WAYS = { vectors: 0, plain: 1 };

/** Answers the program's path, relative to the root. */
async function build(): Promise<string> {
  mkdirSync(inRoot(FOLDER), { recursive: true });
  await withBuildLock(buildKernel);
  const base = `${FOLDER}/main`;
  await compileTypeScript("test/blake3/main.ts", `${base}.c`);
  await compileC(`${base}.c`, `${base}.o`);
  await assemble("test/blake3/start.asm", `${FOLDER}/start.o`, []);
  await assemble("boot/blake3.asm", `${FOLDER}/blake3.o`, [LAYOUTS_INCLUDE]);
  const objects = ["start", "main", "blake3"].map((name) => `${FOLDER}/${name}.o`);
  await runCommand([toolPath("ld"), "-m", "elf_i386", "-nostdlib", ...objects, "-o", base]);
  return base;
}

/** The digests of the first so many bytes of the input, as hex; null where this machine runs no programs of 32 bits. */
function digests(program: string, lengths: number[], blocks: number, way: number): string[] | null {
  const questions = Uint32Array.from(lengths.flatMap((length) => [length, blocks, way]));
  const ran = spawnSync(inRoot(program), [], { input: Buffer.from(questions.buffer), timeout: RUN_LIMIT_MS });
  if (ran.error !== undefined && "code" in ran.error && ran.error.code === "ENOEXEC") return null;
  expect([ran.error, ran.signal, ran.status]).toEqual([undefined, null, 0]);
  return lengths.map((_, i) => ran.stdout.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES).toString("hex"));
}

describe("the hash of every length around a boundary", async () => {
  const program = await build();
  const input = Buffer.from(Array.from({ length: INPUT_BYTES }, (_, i) => (i * 7 + (i >>> 5)) & 0xff));
  const expected = LENGTHS.map((length) => blake3(input.subarray(0, length)).toString("hex"));

  const ways = Object.entries(WAYS);
  for (const [name, way, blocks] of ways.flatMap(([name, way]) =>
    PIECES.map((n) => [name, way, n] as const),
  )) {
    test(`${name}, ${blocks} blocks in a piece`, ({ skip }) => {
      const found = digests(program, LENGTHS, blocks, way);
      if (found === null) return skip("this machine runs no programs of 32 bits");
      expect(found).toEqual(expected);
    });
  }
});
