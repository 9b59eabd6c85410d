/** The image boots in v86, and the demonstration runs to its last line. In a process of its own, as `npm run v86` does. */
import { expect, test } from "vitest";
import { biosFolder } from "../../tools/machines/v86.ts";
import { findProgram, runCommand } from "../../tools/process.ts";
import { DEMONSTRATION_TOKEN } from "../support/product.ts";

const RUN_LIMIT_SECONDS = 150;
/** The build comes on top. */
const TEST_LIMIT_MS = 300_000;

test("v86 boots the image from CD", { timeout: TEST_LIMIT_MS }, async (context) => {
  // Where `make setup` cannot install SeaBIOS, a test without it would say nothing of MuiString.
  if (biosFolder() === null && findProgram("apt-get") === null) return context.skip("SeaBIOS is not there");
  const command = [
    process.execPath,
    "--import",
    "tsx",
    "tools/v86.ts",
    "--time-limit",
    `${RUN_LIMIT_SECONDS}`,
  ];
  const output = await runCommand(command, { timeLimitSeconds: TEST_LIMIT_MS / 1000 });
  expect(output).toContain(`\n${DEMONSTRATION_TOKEN}\n`);
});
