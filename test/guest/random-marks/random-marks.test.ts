import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests(
  "test/guest/random-marks/system.ts",
  "random sequences of the four calls against a model",
);
