/** The list of commands, and what is run when one is entered. */
import type { CommandLine } from "./command-line.ts";
import { commandVmm } from "./exchange.ts";
import { commandExplain } from "./explain.ts";
import { commandDevices, commandLayout, commandLog, commandOff, commandReboot } from "./machine.ts";
import { commandBench } from "./measure.ts";
import { commandMap, commandTrace, commandWhy } from "./memory-map.ts";
import { nearest } from "./nearest.ts";
import { endLine, say, sayLine, sayTo } from "./output.ts";
import { commandAcl, commandGrant, commandRevoke } from "./policy.ts";
import { commandReport } from "./report.ts";
import { commandKill, commandMemory, commandRun, commandTasks } from "./tasks.ts";
import { commandVesa } from "./vesa.ts";
import { rightCandidates, sayUnknown, taskCandidates } from "./words.ts";

export type CommandFunction = (line: CommandLine) => void;

/** What stands behind the command's name, for completion. */
enum Argument {
  NOTHING = 0,
  TASK = 1,
  /** A task, then a right. */
  TASK_AND_RIGHT = 2,
}

class Command {
  constructor(
    readonly name: string,
    /** What is written behind it. */
    readonly usage: string,
    readonly summary: string,
    /** Words that must be there, the name included. */
    readonly wordsMin: u32,
    readonly argument: Argument,
    readonly run: CommandFunction,
  ) {}
}

const COMMANDS_COUNT = 21;
const COLUMN_SUMMARY: u32 = 44;

// biome-ignore format: a table
const COMMANDS: FixedArray<Command, typeof COMMANDS_COUNT> = arrayOf(
  new Command("help", "", "this list", 1, Argument.NOTHING, commandHelp),
  new Command("tasks", "", "what runs, and what has ended", 1, Argument.NOTHING, commandTasks),
  new Command("memory", "[TASK]", "who uses how much", 1, Argument.TASK, commandMemory),
  new Command("map", "TASK", "what its VMM server gave it", 2, Argument.TASK, commandMap),
  new Command("why", "TASK ADDRESS", "why a page is there", 3, Argument.TASK, commandWhy),
  new Command("trace", "TASK", "its last request and fault", 2, Argument.TASK, commandTrace),
  new Command("acl", "[TASK|audit|verdicts|mode MODE]", "the rules, the records", 1, Argument.TASK, commandAcl),
  new Command("grant", "TASK RIGHT [OBJECT] [AMOUNT]", "makes a rule", 3, Argument.TASK_AND_RIGHT, commandGrant),
  new Command("explain", "TASK RIGHT [OBJECT] [AMOUNT]", "whether it may, why, what would help", 3, Argument.TASK_AND_RIGHT, commandExplain),
  new Command("revoke", "TASK RIGHT [OBJECT] | rule NUMBER", "takes rights, and memory", 3, Argument.TASK_AND_RIGHT, commandRevoke),
  new Command("vmm", "[NAME [TASK]]", "VMM servers, or a change of them", 1, Argument.TASK, commandVmm),
  new Command("run", "TASK", "starts a task again", 2, Argument.TASK, commandRun),
  new Command("kill", "TASK", "ends a task", 2, Argument.TASK, commandKill),
  new Command("log", "[LINES]", "what the kernel has said", 1, Argument.NOTHING, commandLog),
  new Command("devices", "", "what is in the machine", 1, Argument.NOTHING, commandDevices),
  new Command("layout", "us|de", "what the keys mean", 2, Argument.NOTHING, commandLayout),
  new Command("bench", "", "what a few things cost", 1, Argument.NOTHING, commandBench),
  new Command("vesa", "[WIDTHxHEIGHT[xDEPTH] | text]", "screen modes of the BIOS", 1, Argument.NOTHING, commandVesa),
  new Command("report", "", "all about this machine, to send it", 1, Argument.NOTHING, commandReport),
  new Command("off", "", "switches the machine off", 1, Argument.NOTHING, commandOff),
  new Command("reboot", "", "starts it again", 1, Argument.NOTHING, commandReboot),
);

function commandNames(_words: u32, index: u32): string {
  return index < COMMANDS_COUNT ? COMMANDS[index].name : "";
}

function nobody(_words: u32, _index: u32): string {
  return "";
}

/** Which command the line being written begins with: completion of its arguments follows it. */
let completed: u32 = COMMANDS_COUNT;

/** Says which command the line begins with, so that `candidates` knows what can follow. */
export function prepareCandidates(name: string): void {
  completed = indexOf(name);
}

/** What can stand as word number `words`. */
export function candidates(words: u32, index: u32): string {
  if (words === 0) {
    return commandNames(0, index);
  }
  if (completed === COMMANDS_COUNT) {
    return nobody(words, index);
  }
  const argument: Argument = COMMANDS[completed].argument;
  if (argument === Argument.NOTHING) {
    return "";
  }
  return words === 2 && argument === Argument.TASK_AND_RIGHT
    ? rightCandidates(words, index)
    : taskCandidates(words, index);
}

function indexOf(name: string): u32 {
  for (let i: u32 = 0; i < COMMANDS_COUNT; i++) {
    if (COMMANDS[i].name === name) {
      return i;
    }
  }
  return COMMANDS_COUNT;
}

function sayUsage(command: Command): void {
  say(command.name);
  say(command.usage.length === 0 ? "" : " ");
  say(command.usage);
}

/** Runs what a line says; an empty one does nothing. */
export function runCommand(line: CommandLine): void {
  if (line.count === 0) {
    return;
  }
  const index: u32 = indexOf(line.word(0));
  if (index === COMMANDS_COUNT) {
    sayUnknown("command", line.word(0), nearest(commandNames, 0, line.word(0)));
    return;
  }
  const command: Command = COMMANDS[index];
  if (line.count < command.wordsMin) {
    say("usage: ");
    sayUsage(command);
    endLine();
    return;
  }
  const run: CommandFunction = command.run;
  run(line);
}

function commandHelp(_line: CommandLine): void {
  for (let i: u32 = 0; i < COMMANDS_COUNT; i++) {
    say("  ");
    sayUsage(COMMANDS[i]);
    sayTo(COLUMN_SUMMARY);
    sayLine(COMMANDS[i].summary);
  }
  sayLine("Numbers: 4096, 64K, 0x1000. Tab completes, Up goes back, Ctrl-R searches.");
}
