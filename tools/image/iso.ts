/**
 * Makes a hybrid ISO with GRUB: boots from CD and USB stick, on BIOS and on 64-bit UEFI.
 *
 * This does by hand what grub-mkrescue does, since that puts the time of day into the loader: here
 * the same inputs give the same bytes. Only the modules that are needed go in, which also makes it
 * small and quick to start. All dates on the image are IMAGE_TIME.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { findProgram, runCommand } from "../process.ts";
import { FIND_VOLUME, grubConfiguration, IMAGE_FOLDER } from "./grub.ts";
import { filesBelow, runStep } from "./step.ts";

/** 2024-01-01 00:00:00 UTC, in seconds since 1970 and in ISO 9660's digits. */
const IMAGE_TIME = 1704067200;
const IMAGE_TIME_DIGITS = "2024010100000000";
const VOLUME = "MUISTRING";
/** The UEFI partition's volume number; any fixed one does. */
const UEFI_SERIAL = "4d756953";
const UEFI_PARTITION_BYTES = 1440 * 1024;

const GRUB_FOLDERS = [
  "/usr/lib/grub",
  "/usr/share/grub",
  "/opt/homebrew/lib/i686-elf/grub",
  "/usr/local/lib/i686-elf/grub",
];
const COMMON_MODULES =
  "iso9660 fat part_msdos part_gpt normal multiboot2 serial terminal test boot search search_fs_file video video_fb";
const BIOS_MODULES = `biosdisk vbe vga ${COMMON_MODULES}`;
const UEFI_MODULES = `efi_gop efi_uga ${COMMON_MODULES}`;
const ADVICE = "make setup installs GRUB, xorriso and mtools";

export interface ImageContent {
  title: string;
  kernel: string;
  /** In the order of the boot modules. */
  modules: { name: string; path: string }[];
}

/** Builds the image `iso`; its folder `${iso}.content` holds what went in. */
export async function buildIso(iso: string, content: ImageContent): Promise<void> {
  const grub = findGrub();
  const configuration = grubConfiguration(content.title, content.modules.map(onImage));
  const files = [content.kernel, ...content.modules.map((module) => module.path)];
  await runStep({
    tool: "iso",
    subject: iso,
    outputs: [iso],
    inputs: [...files, ...filesBelow("tools/image")],
    key: [configuration, grub.mkimage, grub.folder],
    run: async () => {
      const folder = `${iso}.content`;
      rmSync(inRoot(folder), { recursive: true, force: true });
      for (const part of [IMAGE_FOLDER, "boot/grub"])
        mkdirSync(inRoot(`${folder}/${part}`), { recursive: true });
      copyFileSync(inRoot(content.kernel), inRoot(`${folder}/${IMAGE_FOLDER}/kernel.elf`));
      for (const module of content.modules) {
        copyFileSync(inRoot(module.path), inRoot(`${folder}/${IMAGE_FOLDER}/${onImage(module).file}`));
      }
      writeFileSync(inRoot(`${folder}/boot/grub/grub.cfg`), configuration);
      const loader = `${iso}.loader`;
      rmSync(inRoot(loader), { recursive: true, force: true });
      mkdirSync(inRoot(loader), { recursive: true });
      await makeBiosLoader(grub, loader, folder);
      await makeUefiPartition(grub, loader, folder);
      await makeVolume(grub, folder, iso);
      return undefined;
    },
  });
}

function onImage(module: { name: string; path: string }): { file: string; name: string } {
  return { name: module.name, file: module.path.endsWith(".elf") ? `${module.name}.elf` : module.name };
}

interface Grub {
  mkimage: string;
  folder: string;
}

function findGrub(): Grub {
  const mkimage = findProgram("grub-mkimage", "grub2-mkimage", "i686-elf-grub-mkimage");
  const folder = GRUB_FOLDERS.find((path) => existsSync(`${path}/i386-pc/boot_hybrid.img`));
  if (mkimage === null || folder === undefined) throw new Failure("GRUB's image tools are not there", ADVICE);
  return { mkimage, folder };
}

async function makeBiosLoader(grub: Grub, loader: string, folder: string): Promise<void> {
  await makeLoader(grub, "i386-pc", "i386-pc-eltorito", BIOS_MODULES, loader, `${folder}/boot/grub/bios.img`);
}

/** A FAT image with the UEFI loader at the place where firmware looks for it. */
async function makeUefiPartition(grub: Grub, loader: string, folder: string): Promise<void> {
  const program = `${loader}/bootx64.efi`;
  const partition = `${folder}/boot/grub/uefi.img`;
  await makeLoader(grub, "x86_64-efi", "x86_64-efi", UEFI_MODULES, loader, program);
  utimesSync(inRoot(program), IMAGE_TIME, IMAGE_TIME);
  writeFileSync(inRoot(partition), "");
  truncateSync(inRoot(partition), UEFI_PARTITION_BYTES);
  await runFixed([
    "mformat",
    "-i",
    partition,
    "-f",
    String(UEFI_PARTITION_BYTES / 1024),
    "-N",
    UEFI_SERIAL,
    "::",
  ]);
  await runFixed(["mmd", "-i", partition, "::/EFI", "::/EFI/BOOT"]);
  await runFixed(["mcopy", "-m", "-i", partition, program, "::/EFI/BOOT/BOOTX64.EFI"]);
}

/** GRUB's core for one platform, able to find the volume and to read grub.cfg. */
async function makeLoader(
  grub: Grub,
  platform: string,
  format: string,
  modules: string,
  loader: string,
  output: string,
): Promise<void> {
  const early = `${loader}/find-volume.cfg`;
  writeFileSync(inRoot(early), FIND_VOLUME);
  const command = [
    grub.mkimage,
    "-d",
    `${grub.folder}/${platform}`,
    "-O",
    format,
    "-p",
    "/boot/grub",
    "-c",
    early,
  ];
  await runFixed([...command, "-o", output, ...modules.split(" ")]);
}

async function makeVolume(grub: Grub, folder: string, iso: string): Promise<void> {
  for (const file of filesBelow(folder)) setTimes(file, folder);
  const biosBoot = ["-b", "boot/grub/bios.img", "-no-emul-boot", "-boot-load-size", "4", "-boot-info-table"];
  const stickBoot = [
    "--grub2-boot-info",
    "--grub2-mbr",
    `${grub.folder}/i386-pc/boot_hybrid.img`,
    "--protective-msdos-label",
  ];
  const uefiBoot = ["--efi-boot", "boot/grub/uefi.img", "-efi-boot-part", "--efi-boot-image"];
  const dates = [`--modification-date=${IMAGE_TIME_DIGITS}`];
  const command = [
    "xorriso",
    "-as",
    "mkisofs",
    "-quiet",
    "-r",
    "-V",
    VOLUME,
    ...dates,
    ...biosBoot,
    ...stickBoot,
  ];
  await runFixed([...command, ...uefiBoot, "-o", iso, folder]);
}

/** Gives a file and the folders above it, up to `top`, the image's time. */
function setTimes(path: string, top: string): void {
  utimesSync(inRoot(path), IMAGE_TIME, IMAGE_TIME);
  if (path !== top) setTimes(dirname(path), top);
}

async function runFixed(command: string[]): Promise<void> {
  await runCommand(command, {
    environment: { SOURCE_DATE_EPOCH: String(IMAGE_TIME), TZ: "UTC" },
    advice: ADVICE,
  });
}
