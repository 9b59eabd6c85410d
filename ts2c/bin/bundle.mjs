/**
 * The compiler's sources as one file of JavaScript, which Node loads in a fraction of the time that a hundred TypeScript
 * files take. It is made when a source has changed since, and kept in `ts2c/build` under a name that says of which sources.
 * Nothing to forget, nothing stale: without it the sources themselves would do the same.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const SOURCES = fileURLToPath(new URL("../src/", import.meta.url));
const FOLDER = fileURLToPath(new URL("../build/", import.meta.url));
const ENTRY = join(SOURCES, "cli.ts");

/** The path of the file, made if need be. */
export async function compilerBundle() {
  const name = `${sourcesKey()}.mjs`;
  const path = join(FOLDER, name);
  if (!existsSync(path)) {
    await makeBundle(path);
    forgetOthers(name);
  }
  return path;
}

/** Changes with each change of a source. */
function sourcesKey() {
  const hash = createHash("sha256").update(`${process.version} ${SOURCES}`);
  for (const name of readdirSync(SOURCES, { recursive: true }).sort()) {
    const { size, mtimeMs } = statSync(join(SOURCES, name));
    hash.update(` ${name} ${size} ${mtimeMs}`);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Complete or not there: several compilers may start at once. */
async function makeBundle(path) {
  const { build } = await import("esbuild");
  mkdirSync(FOLDER, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await build({
    entryPoints: [ENTRY],
    outfile: unfinished,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
    plugins: [{ name: "own-places", setup: keepPlaces }],
  });
  renameSync(unfinished, path);
}

/** A source that asks where it lies is told where it lay. */
function keepPlaces(build) {
  build.onLoad({ filter: /[\\/]src[\\/].*\.(ts|mjs)$/ }, ({ path }) => ({
    contents: readFileSync(path, "utf8").replaceAll(
      "import.meta.url",
      JSON.stringify(pathToFileURL(path).href),
    ),
    loader: path.endsWith(".ts") ? "ts" : "js",
  }));
}

function forgetOthers(name) {
  for (const other of readdirSync(FOLDER)) {
    if (other.endsWith(".mjs") && other !== name) rmSync(join(FOLDER, other), { force: true });
  }
}
