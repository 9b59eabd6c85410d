import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/vmm/system.ts", "the VMM server and its clients");
