/**
 * Where UEFI firmware for QEMU lies: one file with code and variables in one, or a pair. OVMF=FILE in
 * the environment names another combined file.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "./failure.ts";

const COMBINED = ["/usr/share/ovmf/OVMF.fd", "/usr/share/OVMF/OVMF.fd", "/usr/share/edk2/ovmf/OVMF.fd"];

const PAIRS = [
  ["/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"],
  ["/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"],
  ["/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"],
  ["/opt/homebrew/share/qemu/edk2-x86_64-code.fd", "/opt/homebrew/share/qemu/edk2-i386-vars.fd"],
  ["/usr/local/share/qemu/edk2-x86_64-code.fd", "/usr/local/share/qemu/edk2-i386-vars.fd"],
];

/** QEMU's parameters for UEFI. Variables are written to a copy that goes when this process ends. */
export function firmwareParameters(): string[] {
  const combined = [process.env.OVMF ?? "", ...COMBINED].find((path) => path !== "" && existsSync(path));
  if (combined !== undefined) return ["-bios", combined];
  const pair = PAIRS.find((paths) => paths.every((path) => existsSync(path)));
  if (pair === undefined) {
    throw new Failure(
      "UEFI firmware for QEMU (OVMF) is not there",
      "make setup installs it; OVMF=FILE names another one",
    );
  }
  const drive = "if=pflash,format=raw,unit=";
  return [
    "-drive",
    `${drive}0,readonly=on,file=${pair[0]}`,
    "-drive",
    `${drive}1,file=${copyOfVariables(pair[1]!)}`,
  ];
}

function copyOfVariables(path: string): string {
  const folder = mkdtempSync(join(tmpdir(), "muistring-uefi-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const copy = join(folder, "variables.fd");
  copyFileSync(path, copy);
  return copy;
}
