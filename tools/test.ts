/**
 * `tsx tools/test.ts [FILTER…]`: the checks of all sources (linter, types) and all tests; with a filter
 * only the tests whose path has it. The last line is `N passed, N failed`; each check counts as one.
 */
import { availableParallelism } from "node:os";
import { startVitest } from "vitest/node";
import { Failure, tellFailure } from "./failure.ts";
import { ROOT } from "./paths.ts";
import { runCommand } from "./process.ts";
import { TestCount } from "./test-count.ts";
import { TYPE_CHECKERS, typeConfigurations } from "./type-checks.ts";

const CHECK_TIME_LIMIT_SECONDS = 180;

process.chdir(ROOT);
const filters = process.argv.slice(2);
const count = new TestCount();
try {
  if (filters.length === 0) await runChecks();
  await runTests();
} catch (error) {
  tellFailure(error);
  count.failed += 1;
}
for (const reason of count.excused) process.stdout.write(`left out: ${reason}\n`);
const status = count.failed === 0 && count.passed > 0 ? 0 : 1;
process.stdout.write(`${count.passed} passed, ${count.failed} failed\n`, () => process.exit(status));

/** Linter and compilers, as many at once as there are processors: each takes a few seconds. */
async function runChecks(): Promise<void> {
  const biome = [process.execPath, "node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off"];
  const checks = [() => runCheck("lint", biome, "npx biome check --write mends most of it")];
  for (const config of typeConfigurations()) {
    for (const [version, compiler] of Object.entries(TYPE_CHECKERS)) {
      const command = [process.execPath, compiler, "-p", config];
      checks.push(() => runCheck(`types ${config} (${version})`, command, "mend the types"));
    }
  }
  const queue = checks.values();
  const worker = async () => {
    for (const check of queue) await check();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

async function runCheck(name: string, command: string[], advice: string): Promise<void> {
  try {
    await runCommand(command, { timeLimitSeconds: CHECK_TIME_LIMIT_SECONDS, advice });
    process.stdout.write(`ok     ${name}\n`);
    count.passed += 1;
  } catch (error) {
    process.stdout.write(`FAILED ${name}\n`);
    tellFailure(error);
    count.failed += 1;
  }
}

async function runTests(): Promise<void> {
  const vitest = await startVitest("test", filters, {
    run: true,
    watch: false,
    reporters: ["default", count],
  });
  const seen = count.passed + count.failed > 0;
  if (!seen) throw new Failure(`no test was run${filters.length > 0 ? ` for ${filters.join(" ")}` : ""}`);
  await vitest.close();
}
