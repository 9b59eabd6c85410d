#!/usr/bin/env node
// Starts the compiler from its TypeScript sources: there is no build step to forget.
import { register } from "tsx/esm/api";

register();
const { main } = await import("../src/cli.ts");
await main(process.argv);
