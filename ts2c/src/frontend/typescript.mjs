/**
 * The TypeScript compiler, loaded by `require`: `import` would have Node parse its nine megabytes once more to
 * find the names that it exports, which takes as long as compiling 2,000 lines.
 */
import { createRequire } from "node:module";

export default createRequire(import.meta.url)("typescript");
