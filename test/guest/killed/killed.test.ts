import { defineGuestTests } from "../../support/guest.ts";
import { KILL_KERNEL } from "../../support/kill-kernel.ts";

const SOAK = process.env.SOAK === "1";

await defineGuestTests(`test/guest/killed${SOAK ? "-soak" : ""}/system.ts`, "servers that end at any call", {
  kernel: KILL_KERNEL,
  timeLimitSeconds: SOAK ? 1200 : 120,
});
