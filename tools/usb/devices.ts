/**
 * Block devices as lsblk --json tells of them, and whether one may be erased. Pure. When in doubt it refuses: what it cannot
 * read or does not know is never taken for a USB stick.
 */
import { Failure } from "../failure.ts";

export interface BlockDevice {
  /** Without folder: "sdb", "sdb1". */
  name: string;
  path: string;
  /** "disk", "part", "rom", "loop", "crypt", "lvm", … */
  type: string;
  bytes: number;
  removable: boolean;
  readOnly: boolean;
  /** How it is attached: "usb", "sata", "nvme"; "" where lsblk does not know. */
  transport: string;
  model: string;
  label: string;
  fileSystem: string;
  mountPoints: string[];
  children: BlockDevice[];
}

type Raw = Record<string, unknown>;

/** A system would not run without these. */
const SYSTEM_MOUNTS = ["/", "/boot", "/boot/efi", "/usr", "/var", "/home", "[SWAP]"];

/** Reads the JSON of `lsblk --json --bytes --output-all`, of new and old versions. */
export function readDevices(json: string): BlockDevice[] {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    raw = null;
  }
  const list = (raw as Raw | null)?.blockdevices;
  if (!Array.isArray(list)) throw new Failure("lsblk gave no list of devices", "try `lsblk --json` yourself");
  return list.map((one) => readDevice(one as Raw));
}

function readDevice(raw: Raw): BlockDevice {
  const text = (field: string) => (typeof raw[field] === "string" ? (raw[field] as string).trim() : "");
  const isSet = (field: string) => raw[field] === true || raw[field] === "1" || raw[field] === 1;
  const mountPoints = Array.isArray(raw.mountpoints) ? raw.mountpoints : [raw.mountpoint];
  return {
    name: text("name"),
    path: text("path") || `/dev/${text("name")}`,
    type: text("type"),
    bytes: Number(raw.size ?? 0),
    removable: isSet("rm"),
    readOnly: isSet("ro"),
    transport: text("tran"),
    model: [text("vendor"), text("model")].filter((part) => part !== "").join(" "),
    label: text("label"),
    fileSystem: text("fstype"),
    mountPoints: mountPoints.filter((point): point is string => typeof point === "string" && point !== ""),
    children: Array.isArray(raw.children) ? raw.children.map((one) => readDevice(one as Raw)) : [],
  };
}

/** The device and all that lies on it: partitions, what is inside them, and so on. */
export function withParts(device: BlockDevice): BlockDevice[] {
  return [device, ...device.children.flatMap(withParts)];
}

/** The device of this path, wherever in the tree; null when there is none. */
export function findDevice(devices: BlockDevice[], path: string): BlockDevice | null {
  return devices.flatMap(withParts).find((one) => one.path === path) ?? null;
}

/** Disks that could be a stick. */
export function candidates(devices: BlockDevice[]): BlockDevice[] {
  return devices.filter((one) => one.type === "disk" && looksLikeStick(one));
}

function looksLikeStick(device: BlockDevice): boolean {
  return device.removable || device.transport === "usb";
}

/** Why an image of so many bytes must not be written to it; null when it may be. */
export function refusal(device: BlockDevice, imageBytes: number): Failure | null {
  const parts = withParts(device);
  const mounts = parts.flatMap((part) => part.mountPoints.map((point) => ({ part, point })));
  const system = mounts.find(({ point }) => SYSTEM_MOUNTS.includes(point));
  if (device.type !== "disk") {
    return new Failure(
      `${device.path} is not a whole disk but "${device.type}"`,
      "name the disk: /dev/sdX, not /dev/sdX1",
    );
  }
  if (system !== undefined) {
    return new Failure(
      `${device.path} is a disk of this system: it holds ${system.point}`,
      "name another one",
    );
  }
  if (mounts.length > 0) {
    const all = mounts.map(({ part, point }) => `${part.path} on ${point}`).join(", ");
    return new Failure(
      `${device.path} is mounted: ${all}`,
      `umount ${mounts.map(({ point }) => point).join(" ")}`,
    );
  }
  const inside = parts.find((part) => part !== device && part.type !== "part");
  if (inside !== undefined) {
    return new Failure(`${device.path} is in use by ${inside.path} (${inside.type})`, "close that first");
  }
  if (!looksLikeStick(device)) {
    return new Failure(
      `${device.path} is neither removable nor on USB`,
      "name a USB stick or a card in a reader",
    );
  }
  if (device.readOnly) return new Failure(`${device.path} is write-protected`, "is there a switch on it?");
  if (!(device.bytes >= imageBytes)) {
    return new Failure(
      `${device.path} has ${sizeText(device.bytes)}, the image ${sizeText(imageBytes)}`,
      "take a larger one",
    );
  }
  return null;
}

/** What would be erased, for a person to look at. */
export function describeDevice(device: BlockDevice): string {
  const head = `${device.path}  ${device.model || "unknown model"}  ${sizeText(device.bytes)}  ${device.transport}`;
  const parts = withParts(device)
    .slice(1)
    .map((part) => {
      const content = [part.fileSystem || "unknown content", part.label && `"${part.label}"`]
        .filter(Boolean)
        .join(" ");
      return `  ${part.path}  ${sizeText(part.bytes)}  ${content}`;
    });
  return [head.trimEnd(), ...(parts.length > 0 ? parts : ["  no partitions"])].join("\n");
}

/** Sizes as makers of sticks print them. */
export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
