/**
 * Settings of the test runner. Tests boot emulators, so as many files run at once as there are processors, and one more:
 * now and then a test waits for a machine that waits for a person.
 */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["ts2c/test/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "build/**"],
    pool: "forks",
    maxWorkers: availableParallelism() + 1,
    // Files share a process: the compiler is loaded once, and warm. No test leaves anything behind in a module.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    teardownTimeout: 10_000,
  },
});
