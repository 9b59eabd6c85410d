/**
 * `tsx tools/profile.ts [ROW]`, `make profile ROW=…`: where a row of `make bench` spends its instructions, and what
 * their number does not say: loads of CR3, flushes, branches, cache lines. Without a row a table of all. Every
 * instruction of a row stands in build/profile/ROW.txt then.
 */
import { writeFileSync } from "node:fs";
import { BENCH_DESCRIPTION, FURTHER_DESCRIPTIONS } from "./bench-run.ts";
import { Failure, runTool } from "./failure.ts";
import { buildSystem } from "./image/build-system.ts";
import { BUILD, inRoot, makeFolderOf } from "./paths.ts";
import { recordRows, type Stretch } from "./profile/record.ts";
import { besideTable, functionsReport, listing, stepsReport } from "./profile/report.ts";

await runTool(async () => {
  const row = process.argv[2];
  const rows = new Map<string, Stretch>();
  for (const description of [BENCH_DESCRIPTION, ...FURTHER_DESCRIPTIONS]) {
    const system = await buildSystem(description);
    process.stderr.write(`boot   ${description}, step by step\n`);
    for (const [name, stretch] of await recordRows(system)) rows.set(name, stretch);
    if (row !== undefined && rows.has(row)) break;
  }
  for (const [name, stretch] of rows) {
    const path = `${BUILD}/profile/${name}.txt`;
    makeFolderOf(path);
    writeFileSync(inRoot(path), listing(stretch));
  }
  if (row === undefined) {
    process.stdout.write(besideTable(rows));
    return 0;
  }
  const own = rows.get(row);
  if (own === undefined)
    throw new Failure(`no stretch of row "${row}" was recorded`, `there are: ${[...rows.keys()].join(" ")}`);
  process.stdout.write(stepsReport(row, own));
  process.stdout.write(`by function:\n\n${functionsReport(own)}\n`);
  process.stdout.write(
    `${besideTable(new Map([[row, own]]))}\nevery instruction: ${BUILD}/profile/${row}.txt\n`,
  );
  return 0;
});
