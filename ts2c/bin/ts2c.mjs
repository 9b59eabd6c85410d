#!/usr/bin/env node
// Starts the compiler, from its TypeScript sources: there is no build step to forget.
import { pathToFileURL } from "node:url";
import { compilerBundle } from "./bundle.mjs";

const { main } = await import(pathToFileURL(await compilerBundle()).href);
await main(process.argv);
