/** The shell, tried as a new user would: each command over the serial line, wrong input, editing, the keyboard, the screen. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXIT_SUCCESS } from "../../lib/abi/machine-exit.ts";
import { bootable, exitStatus } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { Dialogue } from "../support/dialogue.ts";

const COLUMNS = 80;
const START_LIMIT_MS = 200_000;
const boot = bootable(await buildSystem(PRODUCT));
const NAMES = [
  "acl",
  "ipc-cache",
  "vmm-demand",
  "supervisor",
  "figure-1",
  "console",
  "keyboard",
  "shell",
  "tenant",
];

describe("the shell", () => {
  let shell: Dialogue;

  beforeAll(async () => {
    shell = new Dialogue(boot, { way: "kernel" });
    await shell.atPrompt();
  }, START_LIMIT_MS);

  afterAll(() => shell.end());

  /** Enters a line; whatever the answer is, it fits the screen. */
  async function enter(line: string): Promise<string> {
    const answer = await shell.command(line);
    for (const one of answer.split("\n")) expect(one.length, one).toBeLessThanOrEqual(COLUMNS);
    return answer;
  }

  test("comes when the demonstration has ended", () => {
    expect(shell.text.indexOf("figure-1: done")).toBeGreaterThan(0);
    expect(shell.text.indexOf("help lists the commands")).toBeGreaterThan(
      shell.text.indexOf("figure-1: done"),
    );
  });

  test("help names every command, and each of them answers", async () => {
    const answer = await enter("help");
    const names = answer.split("\n").flatMap((line) => /^ {2}([a-z]+)/.exec(line)?.[1] ?? []);
    expect(names).toEqual(
      expect.arrayContaining(["tasks", "map", "grant", "revoke", "why", "off", "report"]),
    );
    for (const name of names.filter((one) => one !== "off" && one !== "reboot")) {
      expect((await enter(name)).trim(), name).not.toMatch(/^$|no command/);
    }
  });

  test("tasks: everyone, with kind and state", async () => {
    const answer = await enter("tasks");
    for (const name of NAMES) expect(answer).toMatch(new RegExp(`^ ?\\d+ +${name} `, "m"));
    expect(answer).toMatch(/figure-1 +program +10 +vmm-realtime +0 +ended, status 0/);
    expect(answer).toMatch(/shell +server .* runs/);
  });

  test("memory: what all use, and one", async () => {
    expect(await enter("memory")).toMatch(/^free: .* of page frames/m);
    const one = await enter("memory tenant");
    expect(one).toMatch(/^tenant +\d+ +\d+ +1 +1$/m);
    expect(one).not.toContain("console");
  });

  test("map, why, trace: what a task has, and the reason", async () => {
    expect(await enter("map tenant")).toMatch(/^50000000 {2}50007fff +32 KiB +\d+ +\d+ +own$/m);
    expect(await enter("why tenant 50000000")).toMatch(
      /a frame is behind it[\s\S]*rule \d+, line \d+[\s\S]*policy demand/,
    );
    expect(await enter("why tenant 50007000")).toContain("reserved, not touched yet");
    expect(await enter("why tenant 70000000")).toContain("nothing that a VMM server gave");
    expect(await enter("why tenant bfffd000")).toContain("its stack: from the kernel");
    expect(await enter("why tenant 100000")).toContain("the kernel's own");
    expect(await enter("why acl 40000000")).toContain("loaded by the kernel, as the description says");
    expect(await enter("why acl b0000000")).toContain("the manifest, for the ACL server alone");
    expect(await enter("map acl")).toContain("no VMM server manages acl");
    const trace = await enter("trace tenant");
    expect(trace).toMatch(/^tenant -> vmm-demand .* \d+$/m);
    expect(trace).toMatch(/^ {4}ipc-cache -> acl +decide by the rules +\d+$/m);
    expect(trace).toMatch(/^kernel -> vmm-demand +page fault +\d+$/m);
  });

  test("acl: the rules of all and of one, and the records", async () => {
    expect(await enter("acl")).toMatch(/allow +shell +policy +all/);
    const one = await enter("acl tenant");
    expect(one).toMatch(/allow +tenant +memory +64 KiB/);
    expect(one).not.toContain("figure-1");
    expect(await enter("explain tenant memory 1M")).toMatch(
      /^ {2}answer {2}no: the rule allows less\n {2}rule {4}\d+, line \d+: allow tenant memory up to 64 KiB\n {2}fits {4}64 KiB\n {2}remedy {2}grant tenant memory 1048576\n$/,
    );
    expect(await enter("acl audit")).toMatch(/who asked[\s\S]*\n\d+ records, of which 0 are lost: /);
    expect(await enter("acl verdicts")).toMatch(
      /^server +hits +misses +evicted +stale +held\nvmm-demand +[1-9]\d* +\d+\n[\s\S]*ipc-cache +\d+ +[1-9]\d* +\d+ +\d+ +\d+\n/m,
    );
    expect(await enter("acl mode permissive")).toContain("ok");
    expect(await enter("acl mode enforcing")).toContain("ok");
    expect(await enter("acl mode maybe")).toContain("acl mode permissive, or acl mode enforcing");
  });

  test("vmm: the servers, and a change of them while the client runs", async () => {
    expect(await enter("vmm")).toMatch(/^vmm-demand +tenant$/m);
    expect(await enter("vmm vmm-realtime tenant")).toMatch(
      /handed over 1 client in \d+ instr[\s\S]*taken it over/,
    );
    expect(await enter("why tenant 50007000")).toContain("policy realtime");
    expect(await enter("vmm vmm-demand")).toContain("vmm-realtime handed over 1 client");
    expect(await enter("vmm shell")).toContain("no VMM server");
  });

  test("grant and revoke: a rule, and live memory taken away", async () => {
    expect(await enter("grant tenant memory 128K")).toMatch(/granted by rule \d+/);
    expect(await enter("acl tenant")).toMatch(/allow +tenant +memory +128 KiB/);
    expect(await enter("revoke tenant memory")).toMatch(/revoked: 8 pages taken away/);
    expect(await enter("acl audit")).toMatch(/revoked +shell +tenant +memory +8/);
  });

  test("kill and run: an end and a beginning", async () => {
    expect(await enter("run shell")).toContain("runs already");
    await enter("kill tenant");
    expect(await enter("tasks")).toMatch(/tenant +program .* (stopped|fault)/);
    expect(await enter("kill tenant")).toContain("does not run");
    expect(await enter("grant tenant memory 64K")).toContain("granted");
    await enter("run tenant");
    expect(await enter("tasks")).toMatch(/tenant +program +4 +vmm-demand +1 +runs/);
    expect(await enter("kill acl")).toContain("nobody may end acl");
  });

  test("explain: which rule refuses, and what would help", async () => {
    expect(await enter("explain shell policy grant")).toMatch(
      /^ {2}answer {2}yes\n {2}rule {4}\d+, line \d+: allow shell policy all\n$/,
    );
    expect(await enter("explain tenant io-ports 0x60")).toBe(
      "  answer  no: no rule speaks of it\n  remedy  grant tenant io-ports 0x0060 1\n",
    );
    const denied = await enter("explain figure-1 memory 4K");
    expect(denied).toMatch(/answer {2}no: the rule denies it\n {2}rule {4}\d+: deny figure-1 memory\n/);
    expect(denied).toMatch(/remedy {2}revoke rule \d+, or grant figure-1 memory 4096\n$/);
    await enter("acl mode permissive");
    expect(await enter("explain tenant peer acl")).toContain("yes, in permissive mode: the rules say no");
    await enter("acl mode enforcing");
    expect(await enter("explain tenant peer acl")).toContain("remedy  grant tenant peer acl\n");
    expect(await enter("explain everyone memory")).toBe("explain is about one task\n");
    expect(await enter("explain tenant")).toBe("usage: explain TASK RIGHT [OBJECT] [AMOUNT]\n");
    expect(await enter("explain tenant memory lots")).toMatch(/^not a number up to [^\n]*lots\n$/);
  });

  test("grant and revoke reach the kernel: a port, a line, a peer", async () => {
    expect(await enter("grant keyboard interrupt 4")).toBe("not granted: another task has it\n");
    expect(await enter("grant tenant interrupt 5")).toContain("granted by rule");
    expect(await enter("grant keyboard interrupt 5")).toBe("not granted: another task has it\n");
    expect(await enter("revoke tenant interrupt 5")).toContain("revoked: 0 pages");
    expect(await enter("revoke shell io-ports 0xcf8")).toContain("revoked");
    expect(await enter("devices")).toContain("PCI bus: not without the right to its ports");
    expect(await enter("grant shell io-ports 0xcf8 8")).toContain("granted");
    expect(await enter("devices")).toContain("ISA bridge");
    expect(await enter("revoke shell peer keyboard")).toContain("revoked");
    expect(await enter("layout de")).not.toContain("ok");
    expect(await enter("grant shell peer keyboard")).toContain("granted");
  });

  test("log, devices, bench, report", async () => {
    expect(await enter("log 3")).toMatch(/^[^\n]*\n[^\n]*\n[^\n]*\n$/);
    expect(await enter("log 1000")).toContain("figure-1: done");
    expect(await enter("devices")).toMatch(
      /screen +80x25 characters[\s\S]*keyboard +PS\/2, layout us[\s\S]*ISA bridge/,
    );
    expect(await enter("bench")).toMatch(/a kernel call that does nothing +\d+ +\d+/);
    const report = await enter("report");
    for (const part of [
      "copy from here",
      "booted with: ",
      "processor GenuineIntel 0",
      "QEMU Virtual CPU",
      "screen ",
      "figure-1",
      "to here",
    ])
      expect(report).toContain(part);
  });

  test("vesa: wrong sizes, and nothing to go back to", async () => {
    expect(await enter("vesa text")).toBe("no mode was set\n");
    expect(await enter("vesa 1000x700")).toMatch(/^no mode has this size and depth/);
    expect(await enter("vesa 640x480x17")).toBe("a depth is 15, 16, 24 or 32 bits\n");
    for (const word of ["0x0", "640", "640x", "x480", "640x480x", "640x480x16x1", "99999x1", "64Ox480"])
      expect(await enter(`vesa ${word}`)).toBe("vesa, vesa 1024x768, vesa 1024x768x16, or vesa text\n");
    expect(await enter("vesa")).toMatch(
      /^vesa: VBE 3.0, 16384 KiB[\s\S]*likes best \d+x\d+[\s\S]* 1024x768x32/,
    );
    expect(await enter("tasks")).toMatch(/vesa +flat +6 +- +\d+ +ended, status 0/);
  });

  test("wrong input gets one line, with the nearest name", async () => {
    expect(await enter("taks")).toBe("no command is called taks; did you mean tasks?\n");
    expect(await enter("xyzzy")).toBe("no command is called xyzzy\n");
    expect(await enter("map tennant")).toBe("no task is called tennant; did you mean tenant?\n");
    expect(await enter("grant tenant memry 1")).toBe("no right is called memry; did you mean memory?\n");
    expect(await enter("grant tenant memory lots")).toMatch(/^not a number up to [^\n]*lots\n$/);
    expect(await enter("why tenant")).toBe("usage: why TASK ADDRESS\n");
    expect(await enter("map 'tenant")).toBe("a quote is not closed\n");
    expect(await enter("")).toBe("");
  });

  test("editing, completion and history", async () => {
    shell.type("tas\t");
    await shell.until("completion", () => shell.text.trimEnd().endsWith("> tasks"));
    expect(await enter("")).toContain("figure-1");
    expect(await enter("map xten\x1b[D\x1b[D\x1b[D\x7f\x05ant")).toContain("50000000");
    expect(await enter("\x1b[A")).toContain("50000000");
    shell.type("log \x03");
    await shell.until("the line given up", () => shell.text.trimEnd().endsWith("^C\n>"));
    expect(await enter("")).toBe("");
  });

  test("off ends the machine, with status 0", async () => {
    shell.type("off\r");
    expect(await shell.finish()).toBe(exitStatus(EXIT_SUCCESS));
  });
});
