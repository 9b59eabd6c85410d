/**
 * `tsx tools/run.ts [DESCRIPTION]`: builds a system and boots it in QEMU with the serial line on this
 * terminal. Where that is a person's, the run ends at the shell's prompt (`off` and `^]` end it); else the machine goes off
 * with the final task. Status 0 exactly when it succeeded: the token came, the machine ended itself with status 0,
 * nothing panicked, all within the time limit; or the person has left.
 */
import { Command, InvalidArgumentError, Option } from "commander";
import {
  bootable,
  type Clock,
  type EmulatorOptions,
  lastLines,
  runEmulator,
  runMistakes,
  WAYS,
  type Way,
  withoutControl,
} from "./emulator.ts";
import { Failure, runTool } from "./failure.ts";
import { buildSystem, PRODUCT } from "./image/build-system.ts";
import { PersonAtTerminal } from "./terminal.ts";

interface RunOptions {
  way: Way;
  memory?: string;
  cpu?: string;
  timeLimit?: number;
  token?: string;
  clock?: Clock;
  prompt: boolean;
}

const PRODUCT_TOKEN = "figure-1: done";

const command = new Command("run")
  .argument("[description]", "system description", PRODUCT)
  .addOption(new Option("--way <way>", "how it is booted").choices(WAYS).default("iso"))
  .option("--memory <size>", "memory in QEMU's units (128M)")
  .option("--cpu <model>", "processor in QEMU's names")
  .option("--time-limit <seconds>", "real seconds until it is killed", readSeconds)
  .option("--token <text>", "what has to come over the serial line")
  .addOption(new Option("--no-prompt", "ends with the final task, on a terminal too"))
  .addOption(
    new Option("--clock <clock>", "what the machine's time is").choices(["instructions", "coarse", "real"]),
  )
  .parse();

await runTool(async () => {
  const description = command.processedArgs[0] as string;
  const options = command.opts<RunOptions>();
  const token = options.token ?? (description === PRODUCT ? PRODUCT_TOKEN : "");
  const system = await buildSystem(description, { iso: options.way !== "kernel" });
  process.stderr.write(`boot   ${system.name} by ${options.way}\n`);
  const hasShell = system.modules.some(({ task }) => task === "shell");
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const person = hasShell && isTerminal && options.prompt ? new PersonAtTerminal() : undefined;
  if (person !== undefined) process.stderr.write("       off or Ctrl-] ends it\n");
  const result = await runEmulator(bootable(system), {
    ...(person === undefined ? {} : atPrompt(person)),
    way: options.way,
    memory: options.memory,
    cpu: options.cpu,
    timeLimitSeconds: options.timeLimit ?? (person === undefined ? undefined : 0),
    clock: options.clock,
    onSerial: (text) =>
      person === undefined ? process.stdout.write(withoutControl(text)) : person.show(text),
  });
  person?.disconnect();
  if (person?.left === true) return 0;
  const mistakes = runMistakes(result, token);
  if (mistakes.length === 0) return 0;
  const lines = result.timedOut ? `\nits last lines:\n${lastLines(result)}` : "";
  throw new Failure(
    `${system.name}: ${mistakes.join("; ")}${lines}`,
    "make gdb looks at it from the first instruction on",
  );
});

/** What a run is like with a person at the prompt. */
function atPrompt(person: PersonAtTerminal): Partial<EmulatorOptions> {
  return {
    parameters: "shell",
    paced: true,
    onStart: (input, machine) => person.connect(input, machine),
    detached: true,
  };
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new InvalidArgumentError("a number of seconds");
  return seconds;
}
