import { defineGuestTests } from "../../support/guest.ts";

await defineGuestTests("test/guest/manager-only/system.ts", "memory calls by who is not the manager");
