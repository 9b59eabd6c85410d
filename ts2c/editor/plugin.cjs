/**
 * Shows what ts2c refuses where the editor shows what TypeScript refuses: a plugin of TypeScript's language service,
 * named in the project's tsconfig.json. Works with TypeScript's own server up to 6.0 (in VS Code: "Use Workspace Version").
 *
 * Invariants: the editor never waits: a file is checked in a process of its own when it has been saved, and what was
 * found last is shown until then. Findings are shown only for the text they were made of. The process has a time limit.
 *
 * CommonJS without types, as the server loads it by `require`.
 */
"use strict";
const { execFile } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const COMMAND = join(__dirname, "../bin/ts2c.mjs");
const LIMIT_MS = 30_000;
const OUTPUT_BYTES_MAX = 1 << 24;

/** Programs for this machine are those that export main(): i32 and print. */
const HOST = /^export function main\(\): i32/m;
const PRINTS = /\bprint\(/;

/** Calls back with the list of findings; an empty one when the check itself fails. */
function check(fileName, text, folder, done) {
  const host = HOST.test(text) && PRINTS.test(text) ? ["--host"] : [];
  const options = { cwd: folder, timeout: LIMIT_MS, maxBuffer: OUTPUT_BYTES_MAX, encoding: "utf8" };
  execFile(process.execPath, [COMMAND, "check", "--json", ...host, fileName], options, (_, stdout) => {
    try {
      done(JSON.parse(stdout));
    } catch {
      done([]);
    }
  });
}

function create(ts, info) {
  /** By file: the text last checked, and what was found. */
  const known = new Map();

  function findings(fileName) {
    let text;
    try {
      text = readFileSync(fileName, "utf8");
    } catch {
      return [];
    }
    let entry = known.get(fileName);
    if (entry?.text !== text) {
      entry = { text, found: [] };
      const started = entry;
      known.set(fileName, started);
      check(fileName, text, info.project.getCurrentDirectory(), (found) => {
        started.found = found;
        if (known.get(fileName) === started) info.project.refreshDiagnostics();
      });
    }
    return entry.found.filter((one) => one.code.startsWith("K") && fileName.endsWith(`/${one.file}`));
  }

  function asDiagnostic(file, { line, column, length, code, message }) {
    const start = ts.getPositionOfLineAndCharacter(file, line - 1, column - 1);
    return {
      file,
      start,
      length: Math.min(Math.max(length, 1), file.text.length - start),
      messageText: `${code}: ${message}`,
      category: ts.DiagnosticCategory.Error,
      code: Number(code.slice(1)),
      source: "ts2c",
    };
  }

  const service = info.languageService;
  const wrapped = Object.fromEntries(
    Object.entries(service).map(([name, member]) => [
      name,
      typeof member === "function" ? member.bind(service) : member,
    ]),
  );
  wrapped.getSemanticDiagnostics = (fileName) => {
    const prior = service.getSemanticDiagnostics(fileName);
    const file = service.getProgram()?.getSourceFile(fileName);
    if (!file || file.isDeclarationFile) return prior;
    const found = findings(fileName);
    return file.text === known.get(fileName)?.text
      ? [...prior, ...found.map((one) => asDiagnostic(file, one))]
      : prior;
  };
  return wrapped;
}

module.exports = ({ typescript }) => ({ create: (info) => create(typescript, info) });
