/** The image boots in Bochs: a strict UART, its own BIOS. */
import { expect, test } from "vitest";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { changeImage } from "../../tools/image/change-image.ts";
import { missingPartOfBochs, runBochs } from "../../tools/machines/bochs.ts";
import { findProgram } from "../../tools/process.ts";
import { DEMONSTRATION_TOKEN } from "../support/product.ts";

const RUN_LIMIT_SECONDS = 180;
const TEST_LIMIT_MS = 300_000;

test("Bochs boots the image from CD", { timeout: TEST_LIMIT_MS }, async (context) => {
  if (missingPartOfBochs() !== null && findProgram("apt-get") === null) {
    return context.skip(`${missingPartOfBochs()} is not there`);
  }
  const built = await buildSystem(PRODUCT, { iso: true });
  const iso = changeImage(built.iso!, { parameters: "" });
  const result = await runBochs({ iso, timeLimitSeconds: RUN_LIMIT_SECONDS });
  expect(result.end, `${result.serial.slice(-2000)}\nBochs says:\n${result.log}`).toBe("finished");
  expect(result.serial).toContain(`\n${DEMONSTRATION_TOKEN}\n`);
});
