/** A task is to be started again, and nobody is there to do it. */
import { defineSystem } from "../../../tools/system.ts";

export default defineSystem({
  tasks: {
    acl: {
      program: "servers/acl/main.ts",
      kind: "acl",
      priority: 20,
      // expect check task acl: there is no task of kind supervisor
      restart: true,
    },
  },
  rules: [],
});
