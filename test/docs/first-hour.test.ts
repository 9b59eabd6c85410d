/** The README's first hour: a changed rule changes the refusal, an unknown name does not compile, a task of one's own runs. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bootable, runEmulator, serialText } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { runCommand } from "../../tools/process.ts";

/** The program that README shows, to the letter. */
const OWN_TASK = "test/docs/own-task.ts";
const FOLDER = "build/test/first-hour";
const README = readFileSync("README.md", "utf8");
const SYSTEM = readFileSync(PRODUCT, "utf8");

/** Writes a system description that differs from the product's in one place. */
function writeSystem(name: string, from: string, to: string): string {
  expect(SYSTEM).toContain(from);
  const path = `${FOLDER}/${name}.ts`;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path, SYSTEM.replace(from, to).replaceAll('"../tools/', '"../../../tools/'));
  return path;
}

async function boot(path: string): Promise<string> {
  return serialText(await runEmulator(bootable(await buildSystem(path)), { way: "kernel" }));
}

/** The README's block that begins like this. */
function block(start: string): string {
  const found = README.split("```").find((text) => text.replace(/^\w*\n/, "").startsWith(start));
  expect(found, `no block in README begins with ${start}`).toBeDefined();
  return found!.replace(/^\w*\n/, "");
}

describe("the first hour", () => {
  test("a smaller limit is refused earlier, and named", async () => {
    expect(README).toContain("`128 * KIB`");
    const text = await boot(writeSystem("smaller", "256 * KIB", "128 * KIB"));
    expect(text).toMatch(/REFUSED: rule 1 .* 128 KiB/);
    expect(text).not.toContain("256 KiB");
  });

  test("a rule about an unknown task is a type error", async () => {
    const path = writeSystem("unknown", 'allow("figure-1"', 'allow("figure-2"');
    const command = [process.execPath, "node_modules/typescript/bin/tsc", "--noEmit", "--ignoreConfig"];
    command.push("--strict", "--skipLibCheck", "--target", "ES2022", "--module", "ESNext");
    command.push("--moduleResolution", "Bundler", "--allowImportingTsExtensions", "--types", "node");
    const check = runCommand([...command, "ts2c/library/integers.d.ts", path], { advice: "" });
    await expect(check).rejects.toThrow(/figure-2/);
  });

  test("a task of fifteen lines runs, and is refused what no rule allows", async () => {
    const program = block("import { printLine }");
    expect(program.trimEnd().split("\n").length).toBeLessThanOrEqual(15);
    const entry = block("hello: {");
    const text = await boot(writeSystem("hello", '    "figure-1": {', `${entry}    "figure-1": {`));
    expect(text).toContain("hello: the rules give me no memory");
    expect(text).toContain("figure-1: done");
  });

  test("the README's own program runs", async () => {
    expect(readFileSync(OWN_TASK, "utf8")).toBe(block("import { printLine }"));
    const entry = block("hello: {").replace("programs/hello/main.ts", OWN_TASK);
    const text = await boot(writeSystem("mine", '    "figure-1": {', `${entry}    "figure-1": {`));
    expect(text).toMatch(/^hello$/m);
  });
});
