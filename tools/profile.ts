/**
 * `tsx tools/profile.ts [ROW]`, `make profile ROW=…`: where a row of `make bench` spends its instructions, and what
 * their number does not say: loads of CR3, flushes, branches, cache lines. Without a row a table of all, and
 * the one in docs/performance.md anew; that takes minutes. Every instruction of a row stands in build/profile/ROW.txt
 * then.
 */
import { writeFileSync } from "node:fs";
import { BENCH_ROWS, KERNEL_BYTES } from "./bench-goals.ts";
import { BENCH_DESCRIPTION, FURTHER_DESCRIPTIONS, runBench } from "./bench-run.ts";
import { Failure, runTool } from "./failure.ts";
import { buildSystem } from "./image/build-system.ts";
import { BUILD, inRoot, makeFolderOf } from "./paths.ts";
import { documentWith, PERFORMANCE_DOCUMENT } from "./profile/document.ts";
import { recordRows, type Stretch } from "./profile/record.ts";
import { besideTable, functionsReport, listing, stepsReport } from "./profile/report.ts";

await runTool(async () => {
  const row = process.argv[2];
  if (row !== undefined && BENCH_ROWS.every(({ name }) => name !== row))
    throw new Failure(
      `make bench has no row "${row}"`,
      `there are: ${BENCH_ROWS.map(({ name }) => name).join(" ")}`,
    );
  if (row === KERNEL_BYTES) throw noStretch(row);
  const rows = await recordAll(row);
  for (const [name, stretch] of rows) {
    const path = `${BUILD}/profile/${name}.txt`;
    makeFolderOf(path);
    writeFileSync(inRoot(path), listing(stretch));
  }
  if (row === undefined) {
    process.stdout.write(besideTable(rows));
    writeFileSync(inRoot(PERFORMANCE_DOCUMENT), documentWith(rows));
    process.stdout.write(`\nthe table in ${PERFORMANCE_DOCUMENT} is of this build\n`);
    return 0;
  }
  const own = rows.get(row);
  if (own === undefined) throw noStretch(row);
  process.stdout.write(stepsReport(row, own));
  process.stdout.write(`by function:\n\n${functionsReport(own)}\n`);
  process.stdout.write(
    `${besideTable(new Map([[row, own]]))}\nevery instruction: ${BUILD}/profile/${row}.txt\n`,
  );
  return 0;
});

function noStretch(row: string): Failure {
  return new Failure(
    `row "${row}" cannot be stepped through`,
    "rows of flat tasks, those of more than 20 000 instructions and those that are no time have no stretch",
  );
}

/** The rows of all systems, or the one that is wanted. */
async function recordAll(wanted?: string): Promise<Map<string, Stretch>> {
  const rows = new Map<string, Stretch>();
  for (const description of [BENCH_DESCRIPTION, ...FURTHER_DESCRIPTIONS]) {
    const system = await buildSystem(description);
    const figures = await runBench([system]);
    if (wanted !== undefined && !figures.has(wanted)) continue;
    process.stderr.write(`boot   ${description}, step by step\n`);
    for (const [name, stretch] of await recordRows(system, figures, wanted)) rows.set(name, stretch);
    if (wanted !== undefined) break;
  }
  return rows;
}
