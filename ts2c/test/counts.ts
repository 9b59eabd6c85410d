/**
 * `make counts`: how much there is of what the compiler is proved with, and what the last long runs found.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { allCodes } from "../src/explain.ts";
import { countKinds } from "./coverage/document.ts";
import { ALL_MUTANTS } from "./mutants/all.ts";
import { claimsIn, SPECIFICATION } from "./support/claims.ts";
import { expectedIn } from "./support/findings.ts";
import { fixturesIn, RUNNING_FOLDERS, runningIn, TEST_FOLDER } from "./support/fixtures.ts";
import { lastRecord } from "./support/records.ts";

function line(what: string, ...found: readonly string[]): void {
  console.log(`${what.padEnd(22)}${found.join(", ")}`);
}

function fixtures(): void {
  const running = RUNNING_FOLDERS.flatMap(runningIn).length;
  line("fixtures accepted", `${running} run`, `${fixturesIn("freestanding").length} freestanding`);
  const root = join(TEST_FOLDER, "refused");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const findings = files.map((file) => expectedIn(root, file).length);
  const refused = findings.filter((count) => count > 0).length;
  line("fixtures refused", `${refused} files`, `${findings.reduce((a, b) => a + b, 0)} findings in them`);
}

function lastFuzzing(): void {
  const last = lastRecord("fuzz");
  if (!last) {
    line("checks fuzzed", "not run yet: make test");
    return;
  }
  const { seed, programs, checks, traps, differs } = last.record;
  line("checks fuzzed", `${checks} in ${programs} programs`, `${traps} calls end in a failed check`);
  line("", differs ? "one program differs" : "no program differs", `seed ${seed}`, last.made.toISOString());
}

function lastMutants(): void {
  line("mutants", `${ALL_MUTANTS.length}`);
  const last = lastRecord("mutants");
  if (!last) {
    line("mutants killed", "not run yet: make mutants");
    return;
  }
  const { tried, killed, survivors } = last.record;
  line("mutants killed", `${killed} of ${tried}`, last.made.toISOString());
  line("mutants surviving", survivors.join(" ") || "none");
}

fixtures();
line("codes", `${allCodes().length}`);
const { lowered, refused, never } = countKinds();
line("kinds of syntax", `${lowered} become C`, `${refused} are refused`, `${never} are never in a tree`);
line("numbered statements", `${claimsIn(SPECIFICATION).length}`);
lastFuzzing();
lastMutants();
