/**
 * The shell: a person looks at everything and changes the policy, within the rights that the system description gives this
 * task. It begins when the programs that are more urgent than it have ended: the demonstration comes first. It holds
 * nothing that others need; started again it begins anew.
 */

import { IDENTITY_NUMBER_MASK } from "../../lib/abi/identity.ts";
import { TaskEnd, TaskKind } from "../../lib/abi/information.ts";
import { MessageKind } from "../../lib/abi/message.ts";
import { CONSOLE_BYTES_MAX, ConsoleOperation } from "../../lib/proto/console.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { callConsole, readConsole, writeConsole } from "../../lib/user/console-client.ts";
import { taskCount, taskEntry, taskNumberOf } from "../../lib/user/information.ts";
import { taskAlarm, waitForMessage } from "../../lib/user/kernel-calls.ts";
import { selfIdentity } from "../../lib/user/self.ts";
import { start } from "../../lib/user/start.ts";
import { CommandError, type CommandLine, commandErrorText } from "./command-line.ts";
import { candidates, prepareCandidates, runCommand } from "./commands.ts";
import { type LineEditor, Outcome } from "./line-editor.ts";
import { sayLine } from "./output.ts";

const PROMPT: string = "> ";
const POLL_TICKS: u32 = 5;
/** A demonstration that takes longer goes on behind the prompt. */
const WAIT_POLLS_MAX: u32 = 2000;
const INPUT_BYTES = 12;
/** After so many answers without a byte nobody will ever type. */
const EMPTY_READS_MAX: u32 = 100;
const COLUMNS_DEFAULT: u32 = 80;
const COLUMNS_MIN: u32 = 20;
const NAME_BYTES = 16;
const SPACE: u16 = 0x20;
const NO_INPUT_STATUS: u32 = 1;

const editor: LineEditor = zeroed();
const line: CommandLine = zeroed();
const name: FixedArray<u8, typeof NAME_BYTES> = zeroed();
const input: FixedArray<u8, typeof INPUT_BYTES> = zeroed();

function moreUrgentProgramRuns(): bool {
  const own: u32 = taskEntry(taskNumberOf(selfIdentity())).priority;
  for (let i: u32 = 0; i < taskCount(); i++) {
    const entry = taskEntry(i);
    if (entry.kind === TaskKind.PROGRAM && entry.end === TaskEnd.NONE && entry.priority > own) {
      return true;
    }
  }
  return false;
}

function waitTicks(ticks: u32): void {
  const words: SystemWords = zeroed();
  taskAlarm(selfIdentity(), ticks);
  while ((waitForMessage(words) & IDENTITY_NUMBER_MASK) !== MessageKind.NOTIFICATION) {
    // Nobody calls the shell; who does all the same waits.
  }
}

function waitForPrograms(): void {
  for (let polls: u32 = 0; polls < WAIT_POLLS_MAX && moreUrgentProgramRuns(); polls++) {
    waitTicks(POLL_TICKS);
  }
}

function columns(): u32 {
  const words: SystemWords = zeroed();
  words.word0 = ConsoleOperation.STATE;
  const known: bool = callConsole(words) === ServerStatus.OK && words.word1 >= COLUMNS_MIN;
  return known && words.word1 < COLUMNS_DEFAULT ? words.word1 : COLUMNS_DEFAULT;
}

function beginLine(): void {
  editor.begin(PROMPT, columns(), writeConsole);
}

function runLine(): void {
  const error: CommandError = line.parse(editor.text());
  if (error === CommandError.NONE) {
    runCommand(line);
  } else {
    sayLine(commandErrorText(error));
  }
}

/** The command that the line being written begins with; the editor's own text is in use while it completes. */
function firstWord(): string {
  let length: u32 = 0;
  while (length < NAME_BYTES && length < editor.line.length && editor.line.characters[length] !== SPACE) {
    name[length] = u8(editor.line.characters[length]);
    length += 1;
  }
  return stringOf(subSpan(spanOf(name), 0, length));
}

function candidatesHere(words: u32, index: u32): string {
  if (index === 0 && words > 0) {
    prepareCandidates(firstWord());
  }
  return candidates(words, index);
}

function take(byte: u8): void {
  const outcome: Outcome = editor.take(byte, candidatesHere, writeConsole);
  if (outcome === Outcome.LINE) {
    runLine();
  }
  if (outcome !== Outcome.EDITING) {
    beginLine();
  }
}

function main(): u32 {
  waitForPrograms();
  sayLine("");
  sayLine("MuiString: help lists the commands.");
  beginLine();
  let empty: u32 = 0;
  while (empty < EMPTY_READS_MAX) {
    const count: u32 = readConsole(spanOf(input));
    for (let i: u32 = 0; i < count && i < CONSOLE_BYTES_MAX; i++) {
      take(input[i]);
    }
    if (count === 0) {
      empty += 1;
      waitTicks(POLL_TICKS);
    } else {
      empty = 0;
    }
  }
  return NO_INPUT_STATUS;
}

symbol(start, "_start");
symbol(main, "userMain");
