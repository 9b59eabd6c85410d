/**
 * `tsx tools/memory-map.ts [DESCRIPTION]`: boots a system, reads the live map that the kernel prints when
 * the final task ends, prints it as a table and draws it to build/memory-map.svg.
 */
import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { bootable, lastLines, runEmulator, runMistakes, serialText } from "./emulator.ts";
import { Failure, runTool } from "./failure.ts";
import { buildSystem } from "./image/build-system.ts";
import { parseMemoryMap } from "./memory-map/parse.ts";
import { memoryMapPicture } from "./memory-map/picture.ts";
import { memoryMapTable } from "./memory-map/table.ts";
import { BUILD, inRoot, makeFolderOf } from "./paths.ts";

const DESCRIPTION = "iso/memory-map.ts";
const PICTURE = `${BUILD}/memory-map.svg`;
/** The boot parameter that asks for the map (kernel/boot/command-line.ts). */
const PARAMETERS = ["-append", "memory-map"];

const command = new Command("memory-map")
  .argument("[description]", "system description", DESCRIPTION)
  .option("--memory <size>", "in QEMU's units", "128M")
  .option("--cpu <model>", "QEMU's name of a processor", "max")
  .parse();

await runTool(async () => {
  const options = command.opts<{ memory: string; cpu: string }>();
  const description = command.args[0] ?? DESCRIPTION;
  const system = await buildSystem(description);
  const result = await runEmulator(bootable(system), { way: "kernel", ...options, extra: PARAMETERS });
  const mistakes = runMistakes(result, "map: end");
  if (mistakes.length > 0) throw new Failure(`${mistakes.join("; ")}\nlast lines:\n${lastLines(result)}`);
  const ranges = parseMemoryMap(serialText(result));
  process.stdout.write(memoryMapTable(ranges));
  makeFolderOf(PICTURE);
  writeFileSync(inRoot(PICTURE), memoryMapPicture(ranges, `${description}, ${options.memory}`));
  process.stdout.write(`\ndrawn to ${PICTURE}\n`);
  return 0;
});
