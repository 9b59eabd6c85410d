/** What `make policy` prints. */
import { expect, test } from "vitest";
import { describeSystem } from "../../tools/image/describe.ts";
import { permissionChanges, permissions, policyTable } from "../../tools/policy-table.ts";

const GOOD = "test/tools/policy-fixtures/good.ts";
const TIME_LIMIT_MS = 60_000;

test("the table says who may do what, by which rule", { timeout: TIME_LIMIT_MS }, async () => {
  const system = await describeSystem(GOOD);
  const table = policyTable(permissions(system), GOOD);
  const row = (...cells: string[]) => new RegExp(`^${cells.join(" +")}$`, "m");
  expect(table).toMatch(row("user", "memory", "256 KiB", String.raw`4 \(${GOOD}:\d+\)`));
  expect(table).toMatch(row("drawer", "device", "screen", "1 MiB", String.raw`1 \(.*`));
  expect(table).toMatch(row("drawer", "io-ports", "0x3f8", "8 ports", String.raw`2 \(.*`));
  expect(table).toMatch(row("user", "shared-memory", "drawer", "no", String.raw`5 \(.*`));
  expect(table).toMatch(row("user", "shared-memory", String.raw`\*`, "16 KiB", String.raw`6 \(.*`));
  expect(table).toMatch(row("user", "policy", "query", "yes", String.raw`8 \(.*`));
  expect(table).toMatch(row("user", "peer", "drawer", "yes", String.raw`\d+ \(.*`));
  expect(table).not.toMatch(/^acl +memory/m);
});

test("changes are told by what they allow", { timeout: TIME_LIMIT_MS }, async () => {
  const now = permissions(await describeSystem(GOOD));
  expect(permissionChanges(now, now)).toBe("No change against the last commit.\n");
  const before = now
    .filter(({ task, right }) => !(task === "user" && right === "vmm-exchange"))
    .map((one) =>
      one.right === "memory" ? { ...one, amount: "4 KiB", rule: 1, line: 1 } : { ...one, line: 1 },
    );
  expect(permissionChanges(before, now)).toBe(
    "Changes against the last commit:\n  ~ user: memory: 4 KiB -> 256 KiB\n  + user: vmm-exchange pager: yes\n",
  );
  expect(permissionChanges(now, before)).toContain("  - user: vmm-exchange pager: yes\n");
});
