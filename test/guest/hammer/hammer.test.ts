import { defineGuestTests } from "../../support/guest.ts";

const SOAK = process.env.SOAK === "1";

await defineGuestTests(
  `test/guest/hammer${SOAK ? "-soak" : ""}/system.ts`,
  "memory that is hammered while rights go",
  {
    timeLimitSeconds: SOAK ? 1800 : 240,
  },
);
