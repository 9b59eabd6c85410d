/** The same with ten times as many rounds: for `make soak`. */
import system from "../hammer/system.ts";

export default {
  ...system,
  tasks: { ...system.tasks, test: { ...system.tasks.test, program: "test/guest/hammer/long.ts" } },
};
