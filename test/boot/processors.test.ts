/** The demonstration comes up on every processor from the first with PAE and SYSENTER on, with what protections it has. */
import { describe, test } from "vitest";
import { bootable } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { expectDemonstration } from "../support/product.ts";

/** Of those whose features the emulator has without a warning: no NX, SMEP, SMAP; then all of them. */
const PROCESSORS = ["pentium2", "pentium3", "coreduo", "n270", "qemu32", "max"];
/** Of the smallest machine and of one with memory beyond 4 GiB, which all of these reach. */
const SIZES = ["24M", "8G"];

const boot = bootable(await buildSystem(PRODUCT));

describe("the demonstration comes up on", () => {
  test.each(PROCESSORS)("%s", async (cpu) => {
    await expectDemonstration(boot, { way: "kernel", cpu });
    for (const memory of SIZES) await expectDemonstration(boot, { way: "kernel", cpu, memory });
  });
});
