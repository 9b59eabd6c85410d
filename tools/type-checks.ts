/**
 * Which TypeScript compilers look at which sources: 6.0.3, which ts2c is built on, and 7.0.2, which editors have.
 */
import { readdirSync } from "node:fs";
import { ROOT } from "./paths.ts";

/** The compilers, from the project's root, by their version. */
export const TYPE_CHECKERS = {
  "6.0.3": "node_modules/typescript/bin/tsc",
  "7.0.2": "node_modules/typescript7/bin/tsc",
} as const;

const LEFT_OUT = ["node_modules", "build"];

/** Every tsconfig.json of the project, from its root: at the root, one folder and two folders down. */
export function typeConfigurations(): string[] {
  return configurationsIn("", 2);
}

function configurationsIn(folder: string, depth: number): string[] {
  const entries = readdirSync(`${ROOT}/${folder}`, { withFileTypes: true });
  const own = entries.some((entry) => entry.name === "tsconfig.json") ? [`${folder}tsconfig.json`] : [];
  if (depth === 0) return own;
  const folders = entries
    .filter(({ name }) => !LEFT_OUT.includes(name) && !name.startsWith("."))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  return [...own, ...folders.sort().flatMap((name) => configurationsIn(`${folder}${name}/`, depth - 1))];
}
