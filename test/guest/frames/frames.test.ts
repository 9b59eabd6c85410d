import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests(
  "test/guest/frames/system.ts",
  "free frames and kernel heap are equal before and after",
);
