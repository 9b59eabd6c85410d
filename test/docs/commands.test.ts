/** What the documents tell a reader to type exists and works; what README shows of the demonstration is what it prints. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ABI_DOCUMENT, abiDocument } from "../../tools/abi-document.ts";
import { bootable, runEmulator, serialText } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { runCommand } from "../../tools/process.ts";

const DOCUMENTS = ["README.md", "ARCHITECTURE.md", "SECURITY.md"].concat(
  readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
);
/** Shown in README with `...` for lines left out. */
const LEFT_OUT = /^\s*\.\.\.$/;

/** The lines of all fenced blocks of a language; "" for blocks without one. */
function blocks(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , body]) => body!);
}

function targetsOfMakefile(): string[] {
  return [...readFileSync("Makefile", "utf8").matchAll(/^([a-z-]+):/gm)].map(([, name]) => name!);
}

describe.each(DOCUMENTS)("%s", (document) => {
  const text = readFileSync(document, "utf8");

  test("names only targets that the Makefile has", () => {
    const named = [...text.matchAll(/`make ([a-z-]+)|^make ([a-z-]+)/gm)].map(([, a, b]) => a ?? b!);
    expect(targetsOfMakefile()).toEqual(expect.arrayContaining([...new Set(named)]));
  });

  test("links only to files that exist", () => {
    const folder = document.replace(/[^/]*$/, "");
    for (const [, target] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
      expect(existsSync(folder + target), target).toBe(true);
    }
  });

  for (const command of blocks(text, "sh").flatMap((block) => block.split("\n"))) {
    if (!command.startsWith("npx ts2c ") || command.includes("FILE")) continue;
    test(command, async () => {
      const words = command
        .replace(/\s+#.*$/, "")
        .split(/\s+/)
        .slice(2);
      await expect(
        runCommand([process.execPath, "ts2c/bin/ts2c.mjs", ...words], { advice: "mend the document" }),
      ).resolves.toBeDefined();
    });
  }
});

test("README shows the demonstration as it is", async () => {
  const result = await runEmulator(bootable(await buildSystem(PRODUCT)), { way: "kernel" });
  const printed = serialText(result).split("\n");
  const [shown] = blocks(readFileSync("README.md", "utf8"), "");
  const lines = shown!.split("\n").filter((line) => line !== "" && !LEFT_OUT.test(line));
  expect(lines.length).toBeGreaterThan(10);
  const words = (line: string) => line.replace(/\s+\d+$/, "");
  for (const line of lines) expect(printed.map(words)).toContain(words(line));
});

test("docs/abi.md says what lib/abi says", async () => {
  expect(readFileSync(ABI_DOCUMENT, "utf8"), "make docs writes it anew").toBe(await abiDocument());
});
