/**
 * The TypeScript compiler, loaded by `require`: `import` would have Node parse its nine megabytes once more to
 * find the names that it exports, which takes as long as compiling 2,000 lines. For its lines Node keeps no source map
 * either: it has none, and counting them takes as long again.
 */
import { createRequire } from "node:module";

const mapped = process.sourceMapsEnabled ?? true;
process.setSourceMapsEnabled(false);
const ts = createRequire(import.meta.url)("typescript");
process.setSourceMapsEnabled(mapped);

export default ts;
