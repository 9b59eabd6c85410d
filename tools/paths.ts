/** Where things lie. Tools name files relative to the project's root and run with it as working directory. */
import { mkdirSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
export const BUILD = "build";
export const KERNEL_ELF = `${BUILD}/kernel.elf`;

/** Absolute path of a file named relative to the root (or absolutely). */
export function inRoot(path: string): string {
  return resolve(ROOT, path);
}

/** Path relative to the root, with forward slashes; unchanged when it lies outside. */
export function fromRoot(path: string): string {
  const absolute = resolve(ROOT, path);
  return absolute.startsWith(ROOT + sep) ? absolute.slice(ROOT.length + 1).replaceAll(sep, "/") : absolute;
}

/** Makes the folder that a file will lie in. */
export function makeFolderOf(path: string): void {
  mkdirSync(dirname(inRoot(path)), { recursive: true });
}
