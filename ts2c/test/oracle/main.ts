/** `node --import tsx ts2c/test/oracle/main.ts FILE.ts`: what the oracle says a program does, for looking into a difference. */
import { runOracle } from "./run.ts";

const [entry] = process.argv.slice(2);
if (!entry) throw new Error("which file?");
console.log(runOracle(entry, { root: process.cwd(), maximumSteps: 1e9 }));
