/** Builds a whole system from its description: kernel, manifest, one module for each task, and the image if asked. */
import { readFileSync, writeFileSync } from "node:fs";
import { BUILD, fromRoot, inRoot, makeFolderOf } from "../paths.ts";
import type { System } from "../system.ts";
import { describeSystem } from "./describe.ts";
import { assembleFlat, compileFlatProgram, linkFlatProgram } from "./flat-program.ts";
import { buildIso } from "./iso.ts";
import { buildKernel, type KernelVariant } from "./kernel.ts";
import { withBuildLock } from "./lock.ts";
import { encodeManifest } from "./manifest.ts";
import { compileProgram, linkProgram } from "./program.ts";
import { sealKernel } from "./seal.ts";
import { together } from "./together.ts";

export interface BuiltSystem {
  name: string;
  /** Kernel with symbols, sealed for this system. */
  kernel: string;
  manifest: string;
  /** In the order of the tasks: module n + 1 is task n. */
  modules: BuiltModule[];
  /** The last boot module: lines of the kernel's source. */
  lines: string;
  /** The hybrid image, when it was asked for. */
  iso?: string;
}

export interface BuildOptions {
  /** The image, too. */
  iso?: boolean;
  /** Another kernel than the product's, for tests. */
  kernel?: KernelVariant;
}

export interface BuiltModule {
  task: string;
  program: string;
  elf: string;
  symbols: string;
}

/** The system that `make run` and `make iso` are about. */
export const PRODUCT = "iso/system.ts";
export const PRODUCT_NAME = "muistring";

/**
 * Builds the system described in a file; does only what changed. Paths in the answer are relative to
 * the root. Safe to be called by several processes at once. Throws a Failure with the tool's message.
 */
export function buildSystem(descriptionPath: string, options: BuildOptions = {}): Promise<BuiltSystem> {
  return withBuildLock(() => build(fromRoot(descriptionPath), options));
}

async function build(path: string, options: BuildOptions): Promise<BuiltSystem> {
  const system = await describeSystem(path);
  const name = systemName(path);
  const folder = `${BUILD}/systems/${name}`;
  const kernelBuild = buildKernel(options.kernel);
  const modulesBuild = buildModules(system, folder);
  await together<unknown>([kernelBuild, modulesBuild]);
  const [kernel, modules] = [await kernelBuild, await modulesBuild];
  const manifest = writeManifest(system, modules, `${folder}/manifest`);
  // A variant beside the product's: tests that run at the same time may want either.
  const sealedBase = `${folder}/kernel${options.kernel === undefined ? "" : `-${options.kernel.name}`}`;
  const sealed = writeSealed(kernel.elf, manifest, `${sealedBase}.elf`);
  const built: BuiltSystem = { name, kernel: sealed, manifest, modules, lines: kernel.lines };
  if (options.iso !== true) return built;
  const iso = name === PRODUCT_NAME ? `${BUILD}/${name}.iso` : `${folder}/image.iso`;
  const files = modules.map((module) => ({ name: module.task, path: module.elf }));
  const content = [{ name: "manifest", path: manifest }, ...files, { name: "lines", path: kernel.lines }];
  await buildIso(iso, {
    title: "MuiString",
    kernel: writeSealed(kernel.stripped, manifest, `${sealedBase}.stripped.elf`),
    modules: content,
  });
  return { ...built, iso };
}

async function buildModules(system: System, folder: string): Promise<BuiltModule[]> {
  const tasks = Object.entries(system.tasks);
  const flat = new Set(tasks.filter(([, task]) => task.kind === "flat").map(([, task]) => task.program));
  const entries = [...new Set(tasks.map(([, task]) => task.program))];
  const [compiled, assembled] = await Promise.all([
    together(entries.map((path) => (flat.has(path) ? compileFlatProgram(path) : compileProgram(path)))),
    flat.size > 0 ? assembleFlat() : [],
  ]);
  const objects = new Map(entries.map((path, index) => [path, compiled[index]!]));
  return together(
    tasks.map(async ([task, { program, kind }], number) => ({
      task,
      program,
      ...(kind === "flat"
        ? await linkFlatProgram([objects.get(program)!, ...assembled], number, `${folder}/${task}`)
        : await linkProgram(objects.get(program)!, number, `${folder}/${task}`)),
    })),
  );
}

function writeManifest(system: System, modules: BuiltModule[], path: string): string {
  const bytes = encodeManifest(
    system,
    new Map(modules.map(({ task, elf }) => [task, readFileSync(inRoot(elf))])),
  );
  return write(path, bytes);
}

/** A copy of the kernel for the system of this manifest. */
function writeSealed(kernel: string, manifest: string, path: string): string {
  return write(path, sealKernel(kernel, readFileSync(inRoot(manifest))));
}

function write(path: string, bytes: Buffer): string {
  makeFolderOf(path);
  if (!isWritten(path, bytes)) writeFileSync(inRoot(path), bytes);
  return path;
}

function isWritten(path: string, bytes: Buffer): boolean {
  try {
    return readFileSync(inRoot(path)).equals(bytes);
  } catch {
    return false;
  }
}

/** `iso/system.ts` is the product, `iso/bench.ts` is "iso/bench", `test/guest/calls/system.ts` is "test/guest/calls". */
function systemName(path: string): string {
  return path === PRODUCT ? PRODUCT_NAME : path.replace(/(\/system)?\.ts$/, "");
}
