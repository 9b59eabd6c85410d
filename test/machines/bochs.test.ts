/** The image boots in Bochs: a strict UART, its own BIOS. */
import { expect, type TestContext, test } from "vitest";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { changeImage } from "../../tools/image/change-image.ts";
import { missingPartOfBochs, runBochs } from "../../tools/machines/bochs.ts";
import { findProgram } from "../../tools/process.ts";
import { parseGuestTests } from "../support/guest.ts";
import { DEMONSTRATION_TOKEN } from "../support/product.ts";

const RUN_LIMIT_SECONDS = 180;
const TEST_LIMIT_MS = 300_000;

/** Where `make setup` cannot install Bochs, which only Debian's packages have, a test without it would say nothing of MuiString. */
function skipWithoutBochs(context: TestContext): void {
  const missing = missingPartOfBochs();
  if (missing !== null && findProgram("apt-get") === null) context.skip(`${missing} is not there`);
}

/** Bochs follows the manuals in segment limits, too, which QEMU does not look at in virtual-8086 mode. */
test("Bochs: 16-bit code, good and hostile, and screen modes by its own video BIOS", {
  timeout: TEST_LIMIT_MS,
}, async (context) => {
  skipWithoutBochs(context);
  const built = await buildSystem("test/guest/vm86/system.ts", { iso: true });
  const iso = changeImage(built.iso!, { parameters: "" });
  const result = await runBochs({ iso, timeLimitSeconds: RUN_LIMIT_SECONDS });
  const { tests, plan } = parseGuestTests(result.serial);
  expect(tests.filter(({ ok }) => !ok)).toEqual([]);
  expect(tests.length, `${result.serial.slice(-2000)}\nBochs says:\n${result.log}`).toBe(plan);
  expect(result.end).toBe("finished");
  expect(result.serial).toMatch(/vbe: \d+ KiB, \d\d modes/);
});

test("Bochs boots the image from CD", { timeout: TEST_LIMIT_MS }, async (context) => {
  skipWithoutBochs(context);
  const built = await buildSystem(PRODUCT, { iso: true });
  const iso = changeImage(built.iso!, { parameters: "" });
  const result = await runBochs({ iso, timeLimitSeconds: RUN_LIMIT_SECONDS });
  expect(result.end, `${result.serial.slice(-2000)}\nBochs says:\n${result.log}`).toBe("finished");
  expect(result.serial).toContain(`\n${DEMONSTRATION_TOKEN}\n`);
});
