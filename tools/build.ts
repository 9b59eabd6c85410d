/** `tsx tools/build.ts [DESCRIPTION…] [--iso]`: builds systems, iso/system.ts when none is named. */
import { Command } from "commander";
import { runTool } from "./failure.ts";
import { buildSystem, PRODUCT } from "./image/build-system.ts";

const command = new Command("build")
  .argument("[descriptions...]", "system descriptions", [PRODUCT])
  .option("--iso", "make the bootable image too")
  .parse();

await runTool(async () => {
  for (const description of command.args.length > 0 ? command.args : [PRODUCT]) {
    const system = await buildSystem(description, command.opts<{ iso?: boolean }>());
    process.stdout.write(`${system.iso ?? system.manifest} is up to date\n`);
  }
  return 0;
});
