/** The image: the same inputs give the same bytes, whenever they are built. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { buildIso } from "../../tools/image/iso.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";

const FOLDER = `${BUILD}/test/iso`;

test("two builds give the same bytes", async () => {
  rmSync(inRoot(FOLDER), { recursive: true, force: true });
  mkdirSync(inRoot(FOLDER), { recursive: true });
  const first = await buildAt("one");
  await wait(2100); // FAT's dates have a step of two seconds
  const second = await buildAt("two");
  expect(first.length).toBeGreaterThan(1_000_000);
  expect(first.includes("words of the kernel")).toBe(true);
  expect(second.equals(first)).toBe(true);
});

async function buildAt(name: string): Promise<Buffer> {
  const path = (file: string) => `${FOLDER}/${file}-${name}`;
  writeFileSync(inRoot(path("kernel")), "words of the kernel");
  writeFileSync(inRoot(path("manifest")), "words of the manifest");
  const modules = [{ name: "manifest", path: path("manifest") }];
  await buildIso(path("image.iso"), { title: "Test", kernel: path("kernel"), modules });
  return readFileSync(inRoot(path("image.iso")));
}
