/**
 * Programs for this machine, found by themselves.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Those below a folder that have a `main`, as absolute paths. */
export function programsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name))
    .filter((path) => readFileSync(path, "utf8").includes("export function main("))
    .sort();
}
