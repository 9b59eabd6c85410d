/** What tools/setup.sh says on machines where it cannot install anything. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { BUILD, inRoot, ROOT } from "../../tools/paths.ts";
import { findProgram } from "../../tools/process.ts";

const FOLDER = inRoot(`${BUILD}/test/setup`);
/** What the script itself uses; nothing of what it looks for. */
const SHELL_TOOLS = ["sh", "dirname", "grep", "awk", "sed", "tr", "find", "touch", "cat"];

beforeEach(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const tool of SHELL_TOOLS) {
    const path = ["/usr/bin", "/bin"]
      .map((folder) => `${folder}/${tool}`)
      .find((one) => findProgram(one) !== null);
    symlinkSync(path!, `${FOLDER}/${tool}`);
  }
  pretend("node", "echo v20.0.0");
  pretend("npm", "exit 1");
});

function pretend(name: string, script: string): void {
  writeFileSync(`${FOLDER}/${name}`, `#!/bin/sh\n${script}\n`);
  chmodSync(`${FOLDER}/${name}`, 0o755);
}

function setUp(): { status: number | null; said: string } {
  const result = spawnSync("sh", ["tools/setup.sh"], {
    cwd: ROOT,
    env: { PATH: FOLDER },
    encoding: "utf8",
    timeout: 20_000,
  });
  return { status: result.status, said: result.stderr };
}

test("an old Node.js is refused with the version that is needed", () => {
  pretend("node", "echo v18.19.0");
  expect(setUp()).toEqual({ status: 1, said: expect.stringMatching(/v18.19.0 is too old\n.*20 or newer/) });
});

test("a missing Node.js is told", () => {
  rmSync(`${FOLDER}/node`);
  expect(setUp()).toEqual({ status: 1, said: expect.stringContaining("Node.js is not there") });
});

test("macOS gets its own list", () => {
  pretend("uname", "echo Darwin");
  const { status, said } = setUp();
  expect(status).toBe(1);
  expect(said).toMatch(/macOS: brew install .*i686-elf-gcc.*\n.*CROSS=i686-elf-/);
  expect(said).not.toContain("dnf");
});

test("an unknown system gets all lists", () => {
  pretend("uname", "echo Plan9");
  const { status, said } = setUp();
  expect(status).toBe(1);
  for (const words of ["dnf install", "pacman -S", "brew install"]) expect(said).toContain(words);
});

test("apt-get is asked for exactly what is missing", () => {
  pretend("dpkg-query", 'case "$*" in *nasm*|*mtools*) exit 1;; *) printf installed;; esac');
  pretend("id", "echo 0");
  pretend("env", 'shift; exec "$@"');
  pretend("apt-get", 'echo "apt-get $*" >&2');
  expect(setUp().said).toMatch(/apt-get .* update\napt-get .* install --no-install-recommends nasm mtools\n/);
});

test("without root and sudo the command for root is told", () => {
  pretend("dpkg-query", 'case "$*" in *nasm*) exit 1;; *) printf installed;; esac');
  pretend("id", "echo 1000");
  pretend("apt-get", 'echo "apt-get $*" >&2');
  expect(setUp()).toEqual({ status: 1, said: expect.stringContaining("as root: apt-get install nasm") });
});
