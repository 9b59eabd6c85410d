/** `make gdb` stops by .ts line in the kernel and in a server, without a terminal. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BUILD, inRoot } from "../../tools/paths.ts";
import { runCommand } from "../../tools/process.ts";

const FOLDER = `${BUILD}/test/gdb`;
const KERNEL = "kernel/main.ts";
const SERVER = "servers/acl/main.ts";

test("a script breaks by line in the kernel and in the ACL server", { timeout: 200_000 }, async () => {
  const kernelLine = firstLineOf("kernelMain", KERNEL);
  const serverLine = firstLineOf("onRequest", SERVER);
  const output = await debug([
    "delete",
    `break ${KERNEL}:${kernelLine}`,
    "continue",
    "info source",
    "delete",
    `break ${SERVER}:${serverLine}`,
    "continue",
    "info source",
    "backtrace 1",
  ]);
  expect(output).toMatch(new RegExp(`Breakpoint \\d+, .*${KERNEL}:\\d+`));
  expect(output).toMatch(new RegExp(`Breakpoint \\d+, .*${SERVER}:\\d+`));
  expect(output).toContain(`Current source file is ${KERNEL}`);
  expect(output).toContain(`Current source file is ${SERVER}`);
});

/** Line of the first statement in a function's body. */
function firstLineOf(name: string, path: string): number {
  const lines = readFileSync(inRoot(path), "utf8").split("\n");
  const start = lines.findIndex((line) => line.includes(`function ${name}(`));
  expect(start, `${path} has function ${name}`).toBeGreaterThanOrEqual(0);
  return start + 2;
}

async function debug(commands: string[]): Promise<string> {
  mkdirSync(inRoot(FOLDER), { recursive: true });
  writeFileSync(inRoot(`${FOLDER}/commands`), `${commands.join("\n")}\n`);
  const tool = [process.execPath, "--import", "tsx", "tools/gdb.ts", "--commands", `${FOLDER}/commands`];
  return runCommand(tool, { timeLimitSeconds: 150 });
}
