/**
 * `npm run v86`: builds the image and boots it in v86, the serial line on this terminal. Ends with the
 * demonstration's end; status 0 exactly when it succeeded.
 */
import { Command, InvalidArgumentError } from "commander";
import { withoutControl } from "./emulator.ts";
import { Failure, runTool } from "./failure.ts";
import { buildSystem, PRODUCT } from "./image/build-system.ts";
import { changeImage } from "./image/change-image.ts";
import { runV86 } from "./machines/v86.ts";

const TIME_LIMIT_SECONDS = 120;

const command = new Command("v86")
  .option("--time-limit <seconds>", "real seconds until it is ended", readSeconds, TIME_LIMIT_SECONDS)
  .parse();

await runTool(async () => {
  const { timeLimit } = command.opts<{ timeLimit: number }>();
  const built = await buildSystem(PRODUCT, { iso: true });
  const iso = changeImage(built.iso!, { parameters: "" });
  process.stderr.write(`boot   ${iso} in v86\n`);
  const show = (text: string) => process.stdout.write(withoutControl(text));
  const { end } = await runV86({ iso, timeLimitSeconds: timeLimit, onSerial: show });
  if (end === "finished") return 0;
  if (end === "failed") throw new Failure("the demonstration failed", "its last lines say why");
  throw new Failure(`it did not end within ${timeLimit} s`, "--time-limit gives it more");
});
// The emulator keeps timers of its own.
process.exit();

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new InvalidArgumentError("a number of seconds");
  return seconds;
}
