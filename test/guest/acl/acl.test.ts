import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/acl/system.ts", "The policy at run time");
