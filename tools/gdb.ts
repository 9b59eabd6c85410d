/**
 * `make gdb`: QEMU stopped at its first instruction, gdb connected, kernel and programs with .ts lines.
 * With `--commands FILE` gdb runs that file instead of asking a person, under a time limit.
 * They meet at a socket in a temporary folder, so several people can debug on one machine.
 */
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Command, Option } from "commander";
import { bootable, startEmulator, WAYS, type Way } from "./emulator.ts";
import { Failure, runTool } from "./failure.ts";
import { type BuiltSystem, buildSystem, PRODUCT } from "./image/build-system.ts";
import { CROSS } from "./image/toolchain.ts";
import { BUILD, inRoot, ROOT } from "./paths.ts";
import { findProgram, ownChild } from "./process.ts";

const SERIAL = `${BUILD}/gdb.serial.txt`;
const COMMANDS_TIME_LIMIT_SECONDS = 120;
const CONNECT_LIMIT_MS = 10_000;
const POLL_MS = 50;

const command = new Command("gdb")
  .argument("[description]", "system description", PRODUCT)
  .addOption(new Option("--way <way>", "how it is booted").choices(WAYS).default("kernel"))
  .option("--cpu <model>", "QEMU's name of a processor")
  .option("--commands <file>", "commands for gdb, instead of a terminal")
  .option("--serial <file>", "where the serial line's text goes", SERIAL)
  .parse();
const options = command.opts<{ way: Way; cpu?: string; commands?: string; serial: string }>();

await runTool(async () => {
  const gdb = findProgram(`${CROSS}gdb`, "gdb", "gdb-multiarch", "i386-elf-gdb");
  if (gdb === null) throw new Failure("gdb is not there", "make setup installs it");
  const system = await buildSystem(command.processedArgs[0] as string, { iso: options.way !== "kernel" });
  const folder = mkdtempSync(join(tmpdir(), "muistring-gdb-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const socket = join(folder, "socket");
  const serial = openSync(inRoot(options.serial), "w");
  const way = { way: options.way, cpu: options.cpu, detached: true };
  const server = ["-S", "-chardev", `socket,id=gdb,server=on,wait=off,path=${socket}`, "-gdb", "chardev:gdb"];
  const emulator = startEmulator(bootable(system), { ...way, extra: server }, serial);
  try {
    emulator.stderr!.pipe(process.stderr);
    await waitForSocket(socket);
    process.stderr.write(`gdb    ${system.name}; the serial line goes to ${options.serial}\n`);
    return await runGdb(gdb, gdbParameters(system, socket));
  } finally {
    emulator.kill("SIGKILL");
    closeSync(serial);
  }
});

async function waitForSocket(socket: string): Promise<void> {
  for (let waited = 0; waited < CONNECT_LIMIT_MS; waited += POLL_MS) {
    if (existsSync(socket)) return;
    await wait(POLL_MS);
  }
  throw new Failure(`QEMU did not open its gdb socket within ${CONNECT_LIMIT_MS / 1000} s`);
}

function gdbParameters(system: BuiltSystem, socket: string): string[] {
  const symbols = system.modules.map((module) => `add-symbol-file ${module.symbols}`);
  const steps = ["set architecture i386", `directory ${ROOT}`, ...symbols, `target remote ${socket}`];
  return [
    ...["-q", "-nx", "-iex", "set confirm off", "-iex", "set debuginfod enabled off", system.kernel],
    ...steps.flatMap((step) => ["-ex", step]),
    ...["-x", "tools/gdbinit"],
    ...(options.commands === undefined ? [] : ["-batch", "-x", options.commands]),
  ];
}

/** Runs gdb to its end. Ctrl-C is for gdb, which stops the machine with it, not for this process. */
function runGdb(gdb: string, parameters: string[]): Promise<number> {
  const scripted = options.commands !== undefined;
  const child = spawn(gdb, parameters, {
    cwd: ROOT,
    stdio: [scripted ? "ignore" : "inherit", "inherit", "inherit"],
  });
  ownChild(child);
  process.removeAllListeners("SIGINT");
  process.on("SIGINT", () => undefined);
  return new Promise((resolve, reject) => {
    const limit = COMMANDS_TIME_LIMIT_SECONDS;
    const end = () => {
      child.kill("SIGKILL");
      reject(new Failure(`gdb's commands did not end within ${limit} s`, `look at ${SERIAL}`));
    };
    const timer = scripted ? setTimeout(end, limit * 1000) : undefined;
    child.once("error", reject);
    child.once("close", (status) => {
      clearTimeout(timer);
      resolve(status ?? 1);
    });
  });
}
