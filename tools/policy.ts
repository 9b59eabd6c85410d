/**
 * `tsx tools/policy.ts [DESCRIPTION]` (make policy): who may do what, up to how much, by which rule of which line, and what is
 * different from the last commit. Reads only; changes nothing.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Failure, runTool } from "./failure.ts";
import { PRODUCT } from "./image/build-system.ts";
import { describeSystem } from "./image/describe.ts";
import { inRoot } from "./paths.ts";
import { type Permission, permissionChanges, permissions, policyTable } from "./policy-table.ts";
import { runCommand } from "./process.ts";

await runTool(async () => {
  const path = process.argv[2] ?? PRODUCT;
  const now = await describeSystem(path);
  process.stdout.write(`${policyTable(permissions(now), path)}\n`);
  const before = await committed(path);
  if (before === undefined) process.stdout.write(`${path} is in no commit yet.\n`);
  else process.stdout.write(permissionChanges(before, permissions(now)));
  return 0;
});

/** The permissions of the last commit; undefined where it has no such file. */
async function committed(path: string): Promise<Permission[] | undefined> {
  const text = await runCommand(["git", "show", `HEAD:${path}`]).catch((error: unknown) => {
    if (error instanceof Failure) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  // Beside the file itself, so that what it imports is found.
  const copy = `${dirname(path)}/.committed-${process.pid}.ts`;
  mkdirSync(inRoot(dirname(path)), { recursive: true });
  try {
    writeFileSync(inRoot(copy), text);
    return permissions(await describeSystem(copy));
  } finally {
    rmSync(inRoot(copy), { force: true });
  }
}
