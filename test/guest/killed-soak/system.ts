/** Servers that end at any call, 10 000 times: for `make soak`. */
import system from "../killed/system.ts";

export default {
  ...system,
  tasks: { ...system.tasks, test: { ...system.tasks.test, program: "test/guest/killed/often.ts" } },
};
