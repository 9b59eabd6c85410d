/**
 * Makes a stick: finds the device, refuses what must not be erased, shows it, asks, looks once more, writes, verifies. All
 * that touches the machine comes in by `StickHost`; tests have one of their own.
 */
import { Failure } from "../failure.ts";
import { type BlockDevice, candidates, describeDevice, findDevice, readDevices, refusal } from "./devices.ts";
import { type Progress, type Target, writeImage } from "./write-image.ts";

export interface StickHost {
  /** The output of lsblk --json --bytes --output-all. */
  listDevices(): Promise<string>;
  /** The path behind symbolic links. */
  realPath(path: string): Promise<string>;
  open(path: string): Promise<Target>;
  /** Asks a person; null when nobody is there to answer. */
  ask(question: string): Promise<string | null>;
  say(text: string): void;
  progress: Progress;
}

export interface StickOptions {
  /** "" when none was named. */
  device: string;
  image: Buffer;
  /** Do not ask. */
  yes: boolean;
}

/** Throws a Failure, and nothing was written, unless all is as it should be. */
export async function makeStick(options: StickOptions, host: StickHost): Promise<void> {
  if (options.device === "") throw await noDevice(host);
  const path = await host.realPath(options.device);
  const device = await allowedDevice(path, options.image.length, host);
  host.say(`All of this will be erased:\n${describeDevice(device)}`);
  if (!options.yes) await confirm(device, host);
  const again = await allowedDevice(path, options.image.length, host);
  if (describeDevice(again) !== describeDevice(device)) {
    throw new Failure(`${path} is another device now; nothing was written`, "start again");
  }
  await writeImage(options.image, await host.open(path), host.progress);
  host.say(`${path} is written and verified. It can be taken out.`);
}

async function noDevice(host: StickHost): Promise<Failure> {
  const found = candidates(readDevices(await host.listDevices()));
  const advice = found.length > 0 ? "for example" : "put a stick in; no removable disk is there now";
  const lines = found.map((one) => `\n  make usb DEVICE=${one.path}   ${one.model}`);
  return new Failure("no device was named", advice + lines.join(""));
}

async function allowedDevice(path: string, imageBytes: number, host: StickHost): Promise<BlockDevice> {
  const device = findDevice(readDevices(await host.listDevices()), path);
  if (device === null) throw new Failure(`${path} is not a block device`, "lsblk lists them");
  const reason = refusal(device, imageBytes);
  if (reason !== null) throw reason;
  return device;
}

async function confirm(device: BlockDevice, host: StickHost): Promise<void> {
  const answer = await host.ask(`Type ${device.name} to erase it and write the image: `);
  if (answer === null) throw new Failure("there is no terminal to ask on", "YES=1 writes without asking");
  if (answer.trim() !== device.name)
    throw new Failure("nothing was written", `the answer was not "${device.name}"`);
}
