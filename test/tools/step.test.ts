/** A build step runs exactly when something it depends on has changed. */
import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { runStep } from "../../tools/image/step.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";

const FOLDER = `${BUILD}/test/step`;
const INPUT = `${FOLDER}/input`;
const FOUND = `${FOLDER}/found`;
const OUTPUT = `${FOLDER}/output`;

function write(path: string, text: string): void {
  writeFileSync(inRoot(path), text);
}

function copy(key = "a", fails = false): Promise<boolean> {
  const run = () => {
    write(OUTPUT, "made");
    if (fails) throw new Error("broken");
    return [FOUND];
  };
  return runStep({ tool: "test", subject: OUTPUT, outputs: [OUTPUT], inputs: [INPUT], key, run });
}

beforeEach(async () => {
  rmSync(inRoot(FOLDER), { recursive: true, force: true });
  mkdirSync(inRoot(FOLDER), { recursive: true });
  write(INPUT, "one");
  write(FOUND, "one");
  expect(await copy()).toBe(true);
});

test("not when nothing changed", async () => expect(await copy()).toBe(false));

test("not when a file was written with the same bytes", async () => {
  write(INPUT, "one");
  expect(await copy()).toBe(false);
});

test("when an input changed", async () => {
  write(INPUT, "another");
  expect(await copy()).toBe(true);
  expect(await copy()).toBe(false);
});

test("when a file changed that it found itself", async () => {
  write(FOUND, "another");
  expect(await copy()).toBe(true);
});

test("when a file that it found is gone", async () => {
  rmSync(inRoot(FOUND));
  expect(await copy()).toBe(true);
});

test("when its key changed", async () => expect(await copy("b")).toBe(true));

test("when its output is gone", async () => {
  rmSync(inRoot(OUTPUT));
  expect(await copy()).toBe(true);
});

test("again when an input was written while it ran", async () => {
  const later = new Date(Date.now() + 1000);
  const run = () => {
    write(OUTPUT, "made");
    utimesSync(inRoot(INPUT), later, later);
    return [];
  };
  const step = { tool: "test", subject: OUTPUT, outputs: [OUTPUT], inputs: [INPUT], key: "c", run };
  expect(await runStep(step)).toBe(true);
  expect(await runStep(step)).toBe(true);
});

test("again after it failed", async () => {
  await expect(copy("b", true)).rejects.toThrow("broken");
  expect(await copy("b")).toBe(true);
});
