/** Both TypeScript compilers see every source of the project; what is refused on purpose alone is left out. */
import { execFileSync } from "node:child_process";
import { relative } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../tools/paths.ts";
import { TYPE_CHECKERS, typeConfigurations } from "../../tools/type-checks.ts";

const TIME_LIMIT_MS = 60_000;
/** Programs that ts2c must refuse, most of them TypeScript refuses, too; and policies with mistakes. */
const REFUSED_ON_PURPOSE = /^(ts2c\/test\/refused|test\/tools\/policy-fixtures)\//;

function run(command: string, args: string[]): string {
  return execFileSync(command, args, { cwd: ROOT, encoding: "utf8", timeout: TIME_LIMIT_MS });
}

test("the compilers are those that are named", () => {
  for (const [version, compiler] of Object.entries(TYPE_CHECKERS)) {
    expect(run(process.execPath, [compiler, "--version"]).trim()).toBe(`Version ${version}`);
  }
  expect(run("node_modules/.bin/tsc", ["--version"]).trim()).toBe("Version 6.0.3");
});

test("every source is in a tsconfig.json", () => {
  const seen = new Set(
    typeConfigurations().flatMap((config) =>
      run(process.execPath, [TYPE_CHECKERS["7.0.2"], "-p", config, "--listFilesOnly"])
        .split("\n")
        .map((path) => relative(ROOT, path)),
    ),
  );
  const sources = run("git", ["ls-files", "*.ts", "*.mts"]).split("\n");
  const unseen = sources.filter((path) => path !== "" && !seen.has(path) && !REFUSED_ON_PURPOSE.test(path));
  expect(sources.length).toBeGreaterThan(200);
  expect(unseen).toEqual([]);
});
