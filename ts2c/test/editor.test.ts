/**
 * What the editor shows: TypeScript's own server, with the project's kind of tsconfig.json, reports what ts2c refuses.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TEST_FOLDER } from "./support/fixtures.ts";

const TS2C = resolve(TEST_FOLDER, "..");
const SERVER = resolve(TS2C, "../node_modules/typescript/lib/tsserver.js");
const LIMIT_MS = 60_000;
const TEXT = "export function f(): u8 {\n  missing();\n  return 256;\n}\n";

let folder = "";
let server: ChildProcess;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "ts2c-")));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(TS2C, join(folder, "node_modules/ts2c"));
  const library = join(TS2C, "library/ts2c.d.ts");
  const compilerOptions = { noLib: true, types: [], strict: true, plugins: [{ name: "ts2c" }] };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: [library, "program.ts"] }),
  );
  writeFileSync(join(folder, "ts2c.json"), "{}");
  writeFileSync(join(folder, "program.ts"), TEXT);
  server = spawn(process.execPath, [SERVER, "--disableAutomaticTypingAcquisition"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "ignore"],
  });
});
afterAll(() => {
  server.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

interface Shown {
  start: { line: number; offset: number };
  end: { line: number; offset: number };
  text: string;
  source?: string;
}

/** Asks for the file's findings again and again, as an editor does, until they are those wanted. */
function shownFindings(wanted: (shown: Shown[]) => boolean): Promise<Shown[]> {
  const file = join(folder, "program.ts");
  let sequence = 0;
  const send = (command: string, args: object) =>
    server.stdin?.write(
      `${JSON.stringify({ seq: ++sequence, type: "request", command, arguments: args })}\n`,
    );
  const ask = () => send("geterr", { files: [file], delay: 0 });
  return new Promise((done, fail) => {
    let rest = "";
    const timer = setTimeout(() => fail(new Error("the server shows nothing")), LIMIT_MS);
    const again = setInterval(ask, 500);
    server.stdout?.on("data", (chunk) => {
      rest += chunk;
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((one) => one.startsWith("{"))) {
        const { event, body } = JSON.parse(line);
        if (event !== "semanticDiag" || !wanted(body.diagnostics)) continue;
        clearTimeout(timer);
        clearInterval(again);
        done(body.diagnostics);
      }
    });
    send("open", { file });
    ask();
  });
}

// spec: L-21.16
test("findings of TypeScript and of ts2c stand side by side", { timeout: 2 * LIMIT_MS }, async () => {
  const shown = await shownFindings((found) => found.some(({ source }) => source === "ts2c"));
  expect(shown.map(({ start, end, text, source }) => ({ start, end, text, source }))).toEqual([
    {
      start: { line: 2, offset: 3 },
      end: { line: 2, offset: 10 },
      text: expect.stringContaining("missing"),
      source: undefined,
    },
    {
      start: { line: 3, offset: 10 },
      end: { line: 3, offset: 13 },
      text: expect.stringMatching(/^K2003: 256 does not fit into u8\. /),
      source: "ts2c",
    },
  ]);
});
