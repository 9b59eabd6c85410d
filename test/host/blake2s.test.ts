/** The digest that test/host/blake2s.ts expects is what Node's BLAKE2s-256 gives. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../../tools/paths.ts";

const INPUT_BYTES = 1000;
const blake2s = (bytes: Buffer) => createHash("blake2s256").update(bytes).digest();

test("the folded digest of all lengths", () => {
  const input = Buffer.from(Array.from({ length: INPUT_BYTES }, (_, i) => (i * 7 + (i >>> 5)) & 0xff));
  let fold = Buffer.alloc(32);
  for (let length = 0; length <= INPUT_BYTES; length += 1) {
    fold = blake2s(Buffer.concat([fold, blake2s(input.subarray(0, length))]));
  }
  expect(readFileSync(inRoot("test/host/blake2s.ts"), "utf8")).toContain(`"${fold.toString("hex")}"`);
});
