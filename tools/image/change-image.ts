/**
 * A copy of an image that starts otherwise: with other kernel parameters, or in another mode of the screen. Only the two lines of
 * grub.cfg that are made for it differ; nothing else of the image depends on them.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { PARAMETERS_LINE, PAYLOAD_LINE, parametersLine, payloadLine } from "./grub.ts";

export interface ImageChange {
  /** What stands behind the kernel on its line. */
  parameters: string;
  /** GRUB's name of a mode, "800x600x32": BIOS only. */
  screen?: string;
}

/** Writes the copy beside the image; answers its path. */
export function changeImage(iso: string, change: ImageChange): string {
  const bytes = readFileSync(inRoot(iso));
  exchange(bytes, PARAMETERS_LINE, parametersLine(change.parameters), iso);
  if (change.screen !== undefined) exchange(bytes, PAYLOAD_LINE, payloadLine(change.screen), iso);
  const name = `${change.parameters} ${change.screen ?? ""}`.trim().replace(/[^a-z0-9]+/g, "-");
  const path = iso.replace(/\.iso$/, `.${name === "" ? "plain" : name}.iso`);
  // Others may be starting from the same copy just now.
  writeFileSync(inRoot(`${path}.${process.pid}`), bytes);
  renameSync(inRoot(`${path}.${process.pid}`), inRoot(path));
  return path;
}

function exchange(bytes: Buffer, from: string, to: string, iso: string): void {
  const at = bytes.indexOf(from);
  if (at < 0 || bytes.indexOf(from, at + 1) >= 0 || to.length !== from.length) {
    throw new Failure(`${iso}: "${to.trim()}" cannot be put in`, "make clean, and build it again");
  }
  bytes.write(to, at, "latin1");
}
