/** The boot loader's configuration: what the menu does (grub.cfg) and how the loader finds it. */

/** Folder of kernel and modules on the image. */
export const IMAGE_FOLDER = "boot/muistring";

/** Runs before grub.cfg: finds the volume, whether it came from a CD, a stick or a UEFI partition. */
export const FIND_VOLUME = [
  `search --no-floppy --file --set=root /${IMAGE_FOLDER}/kernel.elf`,
  "set prefix=($root)/boot/grub",
  "",
].join("\n");

/** Of a line that can be exchanged. */
const LINE_COLUMNS = 100;

/**
 * Kernel parameters of the entry that is started, as they stand in grub.cfg: with room for others, so that `changeImage`
 * can exchange them in an image.
 */
export const PARAMETERS_LINE = parametersLine("shell");
/** The mode that the screen has on BIOS, in the same way. */
export const PAYLOAD_LINE = payloadLine("text");

export function parametersLine(parameters: string): string {
  return `set parameters="${parameters}"`.padEnd(LINE_COLUMNS);
}

export function payloadLine(mode: string): string {
  return `set screen=${mode}`.padEnd(LINE_COLUMNS);
}

/** grub.cfg: starts at once, speaks on screen and serial line, on UEFI with the screen that the firmware prefers. */
export function grubConfiguration(title: string, modules: { file: string; name: string }[]): string {
  const moduleLines = modules.map(({ file, name }) => `  module2 /${IMAGE_FOLDER}/${file} ${name}`);
  return `# Made by tools/image/grub.ts from a system description.
set timeout=0
set default=0

if serial --unit=0 --speed=115200; then
  terminal_input console serial
  terminal_output console serial
fi

if [ "$grub_platform" = "efi" ]; then
  # There is no text mode: the kernel gets a frame buffer.
  set screen=auto
else
  ${PAYLOAD_LINE}
fi
${PARAMETERS_LINE}
set gfxpayload=$screen

menuentry "${title}" {
  multiboot2 /${IMAGE_FOLDER}/kernel.elf $parameters
${moduleLines.join("\n")}
  # multiboot2 has set it to what the kernel prefers, which is anything.
  set gfxpayload=$screen
  boot
}
`;
}
