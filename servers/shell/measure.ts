/** `bench`: what a few things cost here and now, in units of the time-stamp counter. `make bench` measures with care. */
import { PolicyUse, Right } from "../../lib/abi/manifest.ts";
import { ConsoleOperation } from "../../lib/proto/console.ts";
import type { Question, Verdict } from "../../lib/proto/decision.ts";
import { callConsole } from "../../lib/user/console-client.ts";
import { askCache, decidePublished } from "../../lib/user/decision-client.ts";
import { nullCall } from "../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import type { CommandLine } from "./command-line.ts";
import {
  beginRow,
  beginTable,
  endLine,
  endTitles,
  numberColumn,
  rowNumber,
  rowText,
  textColumn,
} from "./output.ts";

const ROUNDS: u32 = 256;

const words: SystemWords = zeroed();
const question: Question = zeroed();
const verdict: Verdict = zeroed();

function enterKernel(): void {
  nullCall(words);
}

function callServer(): void {
  words.word0 = ConsoleOperation.STATE;
  callConsole(words);
}

function askPublished(): void {
  decidePublished(question, verdict);
}

function askServer(): void {
  askCache(question, verdict);
}

function measure(name: string, one: () => void): void {
  let least: u32 = 0xffff_ffff;
  let most: u32 = 0;
  one();
  for (let i: u32 = 0; i < ROUNDS; i++) {
    const before: u32 = readTimeStampLow();
    one();
    const cost: u32 = readTimeStampLow() - before;
    least = cost < least ? cost : least;
    most = cost > most ? cost : most;
  }
  beginRow();
  rowText(name);
  rowNumber(least);
  rowNumber(most);
  endLine();
}

export function commandBench(_line: CommandLine): void {
  question.subject = selfIdentity();
  question.right = Right.POLICY;
  question.object = PolicyUse.QUERY;
  question.amount = 1;
  beginTable();
  textColumn("256 times each", 40);
  numberColumn("least", 10);
  numberColumn("most", 10);
  endTitles();
  measure("a kernel call that does nothing", enterKernel);
  measure("a question to the console server", callServer);
  measure("a verdict that is published", askPublished);
  measure("a verdict of the IPC cache server", askServer);
}
