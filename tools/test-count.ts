/**
 * Counts single tests for the last line of `make test`. A skipped test counts as failed unless its code
 * gives a reason (`context.skip("reason")`), as do a file without tests and an error outside of any test.
 */
import type { SerializedError } from "vitest";
import type { Reporter, TestCase, TestModule } from "vitest/node";

export class TestCount implements Reporter {
  passed = 0;
  failed = 0;
  /** Skipped with a reason: neither passed nor failed. */
  excused: string[] = [];

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    this.failed += errors.length;
    for (const module of modules) this.countModule(module);
  }

  private countModule(module: TestModule): void {
    const tests = [...module.children.allTests()];
    if (tests.length === 0 || module.errors().length > 0) this.failed += 1;
    for (const test of tests) this.countTest(test);
  }

  private countTest(test: TestCase): void {
    const result = test.result();
    if (result.state === "passed") this.passed += 1;
    else if (result.state === "skipped" && result.note) this.excused.push(`${test.fullName}: ${result.note}`);
    else this.failed += 1;
  }
}
