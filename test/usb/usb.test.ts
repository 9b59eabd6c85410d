/**
 * make usb: what it refuses, what it asks, that it verifies. No device is touched: lsblk's output is made up, and what is
 * written to is a file or a buffer.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { Failure } from "../../tools/failure.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";
import { describeDevice, findDevice, readDevices } from "../../tools/usb/devices.ts";
import { makeStick, type StickHost } from "../../tools/usb/make-stick.ts";
import type { Target } from "../../tools/usb/write-image.ts";

type Raw = Record<string, unknown>;

const IMAGE = Buffer.from(Array.from({ length: 2_500_000 }, (_, index) => (index * 7) % 251));
const DISK: Raw = {
  name: "sda",
  path: "/dev/sda",
  type: "disk",
  size: 500_000_000_000,
  rm: false,
  ro: false,
  tran: "sata",
};
const PART: Raw = {
  name: "sdb1",
  path: "/dev/sdb1",
  type: "part",
  size: 15_000_000_000,
  fstype: "vfat",
  label: "PHOTOS",
};
const STICK: Raw = {
  name: "sdb",
  path: "/dev/sdb",
  type: "disk",
  size: 16_000_000_000,
  rm: true,
  ro: false,
  tran: "usb",
  vendor: "ACME    ",
  model: "Stick 3",
  mountpoints: [null],
  children: [{ ...PART, mountpoints: [null] }],
};

const listing = (...devices: Raw[]) => JSON.stringify({ blockdevices: devices });

interface Attempt {
  device?: string;
  image?: Buffer;
  yes?: boolean;
  answer?: string | null;
  /** What lsblk says, one for each time it is asked; the last one again and again. */
  listings?: string[];
  /** What the device does to the bytes written, for a broken one. */
  spoil?: (memory: Buffer) => void;
}

interface Attempted {
  said: string[];
  questions: string[];
  /** What was written; null when the device was never opened. */
  written: Buffer | null;
  steps: string[];
  closed: boolean;
  failure: string | null;
}

async function attempt(one: Attempt): Promise<Attempted> {
  const result: Attempted = {
    said: [],
    questions: [],
    written: null,
    steps: [],
    closed: false,
    failure: null,
  };
  const listings = [...(one.listings ?? [listing(DISK, STICK)])];
  const host: StickHost = {
    listDevices: async () => (listings.length > 1 ? listings.shift()! : listings[0]!),
    realPath: async (path) => (path === "/dev/disk/by-id/usb-ACME" ? "/dev/sdb" : path),
    open: async () => {
      result.written = Buffer.alloc(one.image?.length ?? IMAGE.length);
      return memoryTarget(result, one.spoil);
    },
    ask: async (question) => {
      result.questions.push(question);
      return one.answer === undefined ? "sdb" : one.answer;
    },
    say: (text) => result.said.push(text),
    progress: (step, done, all) => result.steps.push(`${step} ${done}/${all}`),
  };
  try {
    const options = { device: one.device ?? "/dev/sdb", image: one.image ?? IMAGE, yes: one.yes ?? false };
    await makeStick(options, host);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    result.failure = `${error.message} | ${error.advice}`;
  }
  return result;
}

function memoryTarget(result: Attempted, spoil?: (memory: Buffer) => void): Target {
  return {
    write: async (bytes, position) => void bytes.copy(result.written!, position),
    flush: async () => spoil?.(result.written!),
    read: async (bytes, position) => result.written!.copy(bytes, 0, position, position + bytes.length),
    close: async () => {
      result.closed = true;
    },
  };
}

describe("a stick", () => {
  test("is written and read back after its name was typed", async () => {
    const result = await attempt({});
    expect(result.failure).toBeNull();
    expect(result.questions).toEqual(["Type sdb to erase it and write the image: "]);
    expect(result.written!.equals(IMAGE)).toBe(true);
    expect(result.steps.at(0)).toBe("write 1048576/2500000");
    expect(result.steps.at(-1)).toBe("verify 2500000/2500000");
    expect(result.closed).toBe(true);
  });

  test("is shown before: model, size, partitions", async () => {
    const { said } = await attempt({});
    expect(said[0]).toBe(
      'All of this will be erased:\n/dev/sdb  ACME Stick 3  16.0 GB  usb\n  /dev/sdb1  15.0 GB  vfat "PHOTOS"',
    );
  });

  test("may be named by a link, and written without a question by --yes", async () => {
    const result = await attempt({ device: "/dev/disk/by-id/usb-ACME", yes: true, answer: "no" });
    expect(result.failure).toBeNull();
    expect(result.questions).toEqual([]);
  });

  test.each([[""], ["y"], ["yes"], ["sda"], ["/dev/sdb"], ["sdb1"]])(
    "is left alone after the answer %j",
    async (answer) => {
      const result = await attempt({ answer });
      expect(result.failure).toMatch(/^nothing was written/);
      expect(result.written).toBeNull();
    },
  );

  test("is left alone when nobody can answer", async () => {
    const result = await attempt({ answer: null });
    expect(result.failure).toMatch(/no terminal.*YES=1/);
    expect(result.written).toBeNull();
  });

  test.each([
    ["a byte", (memory: Buffer) => void memory.fill(255, 2_000_001, 2_000_002), /from byte 2000001 on/],
    ["its end", (memory: Buffer) => void memory.fill(0, 1_500_000), /from byte 150000\d on/],
  ])("that loses %s is told", async (_, spoil, message) => {
    const result = await attempt({ spoil });
    expect(result.failure).toMatch(message);
    expect(result.closed).toBe(true);
  });
});

describe("refused, with nothing written:", () => {
  const child = (fields: Raw) => ({ ...STICK, children: [{ ...PART, ...fields }] });
  const deep = (mount: string | null) =>
    child({ children: [{ name: "luks", path: "/dev/mapper/luks", type: "crypt", mountpoints: [mount] }] });
  const cases: [string, string, Raw[], RegExp][] = [
    ["a partition", "/dev/sdb1", [STICK], /not a whole disk but "part".*\/dev\/sdX1/],
    ["a CD drive", "/dev/sr0", [{ ...STICK, name: "sr0", path: "/dev/sr0", type: "rom" }], /"rom"/],
    [
      "a loop device",
      "/dev/loop0",
      [{ ...STICK, name: "loop0", path: "/dev/loop0", type: "loop" }],
      /"loop"/,
    ],
    [
      "a mounted partition",
      "/dev/sdb",
      [child({ mountpoints: ["/media/a b"] })],
      /mounted: \/dev\/sdb1 on \/media\/a b \| umount/,
    ],
    ["a mounted disk", "/dev/sdb", [{ ...STICK, mountpoints: ["/mnt"] }], /mounted: \/dev\/sdb on \/mnt/],
    [
      "mounted, as old versions say it",
      "/dev/sdb",
      [child({ mountpoints: undefined, mountpoint: "/mnt" })],
      /mounted/,
    ],
    ["the system's disk", "/dev/sdb", [child({ mountpoints: ["/"] })], /disk of this system: it holds \//],
    ["swap space", "/dev/sdb", [child({ mountpoints: ["[SWAP]"] })], /disk of this system/],
    [
      "the system inside an encrypted partition",
      "/dev/sdb",
      [deep("/home")],
      /disk of this system: it holds \/home/,
    ],
    ["an encrypted partition that is open", "/dev/sdb", [deep(null)], /in use by \/dev\/mapper\/luks/],
    ["an internal disk", "/dev/sda", [DISK, STICK], /neither removable nor on USB/],
    [
      "an internal disk without any fields",
      "/dev/sda",
      [{ name: "sda", type: "disk", size: 1e12 }],
      /neither removable/,
    ],
    ["a write-protected stick", "/dev/sdb", [{ ...STICK, ro: true }], /write-protected/],
    [
      "a write-protected stick, as old versions say it",
      "/dev/sdb",
      [{ ...STICK, rm: "1", ro: "1" }],
      /write-protected/,
    ],
    ["a stick too small", "/dev/sdb", [{ ...STICK, size: 2_400_000 }], /2.4 MB, the image 2.5 MB/],
    ["a reader without a card", "/dev/sdb", [{ ...STICK, size: 0 }], /0.0 MB/],
    ["a size that cannot be read", "/dev/sdb", [{ ...STICK, size: "16G" }], /the image/],
    ["a file", "/home/me/file", [STICK], /not a block device/],
  ];
  test.each(cases)("%s", async (_, device, devices, message) => {
    const result = await attempt({ device, yes: true, listings: [listing(...devices)] });
    expect(result.failure).toMatch(message);
    expect(result.written).toBeNull();
  });

  test.each([["no JSON"], ["{}"], ["[]"], ["null"]])("a listing that is %s", async (text) => {
    expect((await attempt({ yes: true, listings: [text] })).failure).toMatch(/no list of devices/);
  });

  test("no device: those that could be meant are named", async () => {
    expect((await attempt({ device: "" })).failure).toMatch(
      /no device was named.*\n {2}make usb DEVICE=\/dev\/sdb {3}ACME/,
    );
    expect((await attempt({ device: "", listings: [listing(DISK)] })).failure).toMatch(/put a stick in/);
  });

  test("a stick that was exchanged or mounted while the question stood", async () => {
    const other = listing({ ...STICK, model: "Disk of somebody else" });
    const mounted = listing(child({ mountpoints: ["/mnt"] }));
    const exchanged = await attempt({ listings: [listing(STICK), other] });
    expect(exchanged.failure).toMatch(/another device now/);
    expect(exchanged.written).toBeNull();
    expect((await attempt({ listings: [listing(STICK), mounted] })).failure).toMatch(/is mounted/);
  });
});

test("a USB disk that does not say it is removable may be written; sizes may be strings", () => {
  const [device] = readDevices(listing({ ...STICK, rm: "0", size: "16000000000", children: undefined }));
  expect(device).toMatchObject({ removable: false, bytes: 16_000_000_000 });
  expect(describeDevice(device!)).toContain("no partitions");
  expect(findDevice([device!], "/dev/sdc")).toBeNull();
});

test("a real file is written and verified", async () => {
  const path = inRoot(`${BUILD}/test/usb/stick`);
  mkdirSync(inRoot(`${BUILD}/test/usb`), { recursive: true });
  writeFileSync(path, Buffer.alloc(3_000_000, 0xee));
  const file = await open(path, "r+");
  const { writeImage } = await import("../../tools/usb/write-image.ts");
  await writeImage(
    IMAGE,
    {
      write: async (bytes, position) => void (await file.write(bytes, 0, bytes.length, position)),
      read: async (bytes, position) => (await file.read(bytes, 0, bytes.length, position)).bytesRead,
      flush: () => file.sync(),
      close: () => file.close(),
    },
    () => undefined,
  );
  const found = readFileSync(path);
  expect(found.subarray(0, IMAGE.length).equals(IMAGE)).toBe(true);
  expect(found.length).toBe(3_000_000);
  expect(found.at(-1)).toBe(0xee);
});
