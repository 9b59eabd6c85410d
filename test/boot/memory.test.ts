/** Sizes of memory: fixed-size mistakes hide in small ones and in those with a hole below 4 GiB. */
import { describe, test } from "vitest";
import { bootable } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { expectDemonstration } from "../support/product.ts";

const SIZES = ["24M", "32M", "96M", "512M", "2G", "4G", "8G"];

const boot = bootable(await buildSystem(PRODUCT, { iso: true }));

describe("the demonstration", () => {
  for (const memory of SIZES) {
    test(`comes up with ${memory}`, async () => {
      await expectDemonstration(boot, { way: "kernel", memory });
    });
  }

  // GRUB puts modules elsewhere than QEMU's own loader: the smallest and a large machine by ISO too.
  for (const memory of ["24M", "4G"]) {
    test(`comes up with ${memory} by iso`, async () => {
      await expectDemonstration(boot, { way: "iso", memory });
    });
  }
});
