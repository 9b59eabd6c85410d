/**
 * `node --import tsx ts2c/test/mutants/main.ts [--only NAME,…] [--workers N]`, or `make mutants`: puts each seeded bug into
 * a copy of the compiler and tells which of them the fixtures and the generator notice. Status 1 below 90 %.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { keepRecord } from "../support/records.ts";
import { ALL_MUTANTS } from "./all.ts";
import { judgeAll } from "./run.ts";

const GOAL_PERCENT = 90;

const { values } = parseArgs({ options: { only: { type: "string" }, workers: { type: "string" } } });
const only = values.only?.split(",");
const chosen = ALL_MUTANTS.filter(({ name }) => only === undefined || only.includes(name));
if (chosen.length === 0) {
  console.error(
    `there is no mutant ${values.only}; there are ${ALL_MUTANTS.map(({ name }) => name).join(" ")}`,
  );
  process.exit(2);
}
const workers = Number(values.workers ?? availableParallelism());
const verdicts = await judgeAll(chosen, workers, ({ mutant, noticed }) => {
  console.log(
    `${noticed ? "killed  " : "SURVIVED"} ${mutant.name}: ${mutant.what}; ${noticed ?? "nothing noticed"}`,
  );
});
const killed = verdicts.filter(({ noticed }) => noticed !== null).length;
const survivors = verdicts.filter(({ noticed }) => noticed === null).map(({ mutant }) => mutant.name);
if (only === undefined) keepRecord("mutants", { tried: verdicts.length, killed, survivors });
const percent = (100 * killed) / verdicts.length;
console.log(`${killed} of ${verdicts.length} killed (${percent.toFixed(1)} %)`);
if (percent < GOAL_PERCENT) process.exitCode = 1;
