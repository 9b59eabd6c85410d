/**
 * The layer rule of a project: `ts2c.json` says which folder may import which, and who may use which intrinsics.
 *
 * Invariants: without the file nothing is limited; with it, a folder it does not name may import nothing but its own.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export type Capability = "machine" | "memory" | "systemCall";

interface Configuration {
  layers?: Record<string, string[]>;
  intrinsics?: Partial<Record<Capability, string[]>>;
  /** Folders whose files may use f32 and f64; without it, all. */
  floats?: string[];
  /** Folders whose functions must not come to call themselves. */
  noRecursion?: string[];
  /** Files that stand for others in programs for the host, from the root: for what needs the machine. */
  onHost?: Record<string, string>;
}

const within = (path: string, folder: string) =>
  path === folder || path.startsWith(`${folder}/`) || folder === ".";

/** The rules of one project. */
export class Layers {
  private readonly folders: string[];

  constructor(private readonly configuration: Configuration | null) {
    this.folders = Object.keys(configuration?.layers ?? {}).sort((a, b) => b.length - a.length);
  }

  /** The layer of a file: the longest folder named that holds it, otherwise its own folder. */
  layerOf(path: string): string {
    return this.folders.find((folder) => within(path, folder)) ?? dirname(path);
  }

  mayImport(from: string, to: string): boolean {
    if (!this.configuration?.layers) return true;
    const layer = this.layerOf(from);
    const target = this.layerOf(to);
    if (layer === target) return true;
    const allowed = this.configuration.layers[layer] ?? [];
    return allowed.some((folder) => folder === target || within(target, folder));
  }

  mayUseFloats(path: string): boolean {
    const folders = this.configuration?.floats;
    return folders === undefined || folders.some((folder) => within(path, folder));
  }

  get onHost(): Readonly<Record<string, string>> {
    return this.configuration?.onHost ?? {};
  }

  get forbidsRecursion(): boolean {
    return (this.configuration?.noRecursion?.length ?? 0) > 0;
  }

  mayRecurse(path: string): boolean {
    return !(this.configuration?.noRecursion ?? []).some((folder) => within(path, folder));
  }

  mayUse(path: string, capability: Capability): boolean {
    const folders = this.configuration?.intrinsics?.[capability];
    return folders === undefined || folders.some((folder) => within(path, folder));
  }
}

/** The nearest folder at or above `start` with a `ts2c.json`, or null. */
export function findRoot(start: string): string | null {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "ts2c.json"))) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/** Reads the rules of the project at `root`. Throws with a clear message when the file is broken. */
export function readLayers(root: string): Layers {
  const path = join(root, "ts2c.json");
  if (!existsSync(path)) return new Layers(null);
  try {
    return new Layers(JSON.parse(readFileSync(path, "utf8")) as Configuration);
  } catch (error) {
    throw new Error(`${path} is not valid JSON: ${(error as Error).message}`);
  }
}
