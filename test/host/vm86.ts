/** The VM86 monitor: each instruction with its prefixes, wrap-around at 64 KiB, ports, errors, and random code against a few rules. */
import { decode, type Instruction, Operation, Segment } from "../../lib/vm86/decode.ts";
import { type Vm86Machine, Vm86Step } from "../../lib/vm86/monitor.ts";
import { type PortList, PortUse, VM86_PORT_RANGES } from "../../lib/vm86/ports.ts";
import { check, checkEqual, finish, hasFailed } from "./support/check.ts";
import { startRandom } from "./support/random.ts";
import { nextRandom, type Random, randomBelow } from "./support/xorshift.ts";

const SEED: u32 = 0x0886_0001;
const ROUNDS: u32 = 300_000;
const PAGES = 32;
const BYTES = 131_072;
const PAGE_BYTES: u32 = 4096;
const CODE: u32 = 0x800;
const STACK: u32 = 0x1000;
const OFFSET: u32 = 0x10;
const GENERAL_PROTECTION: u32 = 13;
const FLAG_BACKWARD: u32 = 0x400;

const store: FixedArray<u8, typeof BYTES> = zeroed();
const machine: Vm86Machine = zeroed();
const random: Random = zeroed();
const instruction: Instruction = zeroed();

/** Pages 0 to 31 are there, but for page 20. */
function fresh(): void {
  // What the tests write to: vectors, code, stack.
  for (let i: u32 = 0; i < 256; i++) {
    store[i] = 0;
    store[(CODE << 4) + i] = 0;
    store[(STACK << 4) + i] = 0;
  }
  for (let i: u32 = 0; i < PAGES; i++) {
    machine.memory.pages[i] = subSpan(spanOf(store), i * PAGE_BYTES, i === 20 ? 0 : PAGE_BYTES);
  }
  machine.ports.clear();
  machine.doneSegment = 0x1f0;
  machine.doneOffset = 0;
  machine.reset();
  const frame = machine.frame;
  frame.cs = CODE;
  frame.eip = OFFSET;
  frame.ss = STACK;
  frame.esp = 0x100;
  frame.ds = CODE;
  frame.es = CODE;
  frame.vector = GENERAL_PROTECTION;
}

/** Puts up to eight bytes of code at CS:IP, the lowest of `low` first. */
function code(low: u32, high: u32): void {
  machine.memory.write(machine.frame.cs, machine.frame.eip, 4, low);
  machine.memory.write(machine.frame.cs, machine.frame.eip + 4, 4, high);
}

function setVector(vector: u32, segment: u32, offset: u32): void {
  machine.memory.write(0, vector * 4, 2, offset);
  machine.memory.write(0, vector * 4 + 2, 2, segment);
}

function expectStep(expected: Vm86Step, name: string): void {
  checkEqual(machine.step(), expected, name);
}

function stackWord(offset: u32): u32 {
  return machine.memory.read(STACK, offset, 2);
}

function testInterrupt(): void {
  fresh();
  setVector(0x10, 0xc00, 0x1234);
  code(0x10cd, 0);
  machine.frame.eflags = 0x8d5;
  expectStep(Vm86Step.GOES_ON, "int");
  checkEqual(machine.frame.cs, 0xc00, "to the vector's segment");
  checkEqual(machine.frame.eip, 0x1234, "and offset");
  checkEqual(machine.frame.esp, 0xfa, "three words are pushed");
  checkEqual(stackWord(0xfa), OFFSET + 2, "where to go on");
  checkEqual(stackWord(0xfc), CODE, "in which segment");
  checkEqual(stackWord(0xfe), 0xad7, "the flags, with interrupts on");
  check(!machine.interruptsOn(), "interrupts are off inside");
  code(0xcf, 0);
  expectStep(Vm86Step.GOES_ON, "iret");
  checkEqual(machine.frame.eip, OFFSET + 2, "back behind it");
  check(machine.interruptsOn() && machine.frame.esp === 0x100, "with interrupts and stack as before");
  fresh();
  setVector(3, 0xc00, 3);
  code(0xcc, 0);
  expectStep(Vm86Step.GOES_ON, "int3");
  check(machine.frame.eip === 3 && stackWord(0xfa) === OFFSET + 1, "is one byte long");
  fresh();
  setVector(4, 0xc00, 4);
  code(0xce, 0);
  expectStep(Vm86Step.GOES_ON, "into");
  checkEqual(machine.frame.eip, 4, "is interrupt 4");
  fresh();
  code(0x20cd, 0);
  expectStep(Vm86Step.FAULTED, "a vector of zeros");
  check(machine.frame.esp === 0x100 && machine.frame.eip === OFFSET, "nothing has changed");
}

function testStackWraps(): void {
  fresh();
  setVector(0x10, 0xc00, 0);
  machine.frame.ss = 0x800;
  machine.frame.esp = 0xabcd_0002;
  code(0x10cd, 0);
  expectStep(Vm86Step.GOES_ON, "the stack pointer wraps");
  checkEqual(machine.frame.esp, 0xabcd_fffc, "its upper half stays");
  checkEqual(machine.memory.read(0x800, 0xfffc, 2), OFFSET + 2, "the words are at both ends");
  checkEqual(machine.memory.read(0x800, 0, 2), 0x202, "of the segment");
  fresh();
  machine.frame.ss = 0x1400;
  code(0x9c, 0);
  expectStep(Vm86Step.FAULTED, "a stack where nothing is");
  fresh();
  machine.frame.ss = 0xffff;
  machine.frame.esp = 0x100;
  code(0x9c, 0);
  expectStep(Vm86Step.FAULTED, "a stack beyond 1 MiB");
  fresh();
  machine.frame.eip = 0xffff;
  machine.memory.write(CODE, 0xffff, 1, 0xcd);
  machine.memory.write(CODE, 0, 1, 0x10);
  setVector(0x10, 0xc00, 7);
  expectStep(Vm86Step.GOES_ON, "an instruction across the segment's end");
  checkEqual(stackWord(0xfa), 1, "goes on at its beginning");
}

function testFlags(): void {
  fresh();
  code(0xfa, 0);
  expectStep(Vm86Step.GOES_ON, "cli");
  check(!machine.interruptsOn() && machine.frame.eip === OFFSET + 1, "interrupts are off");
  code(0x9c, 0);
  machine.frame.eflags = 0xffff_ffff;
  expectStep(Vm86Step.GOES_ON, "pushf");
  checkEqual(stackWord(0xfe), 0xcd7, "the real flags, none of the processor's own");
  machine.memory.write(STACK, 0xfe, 2, 0xffff);
  code(0x9d, 0);
  expectStep(Vm86Step.GOES_ON, "popf");
  check(machine.interruptsOn(), "interrupts are on");
  checkEqual(machine.frame.esp, 0x100, "the stack is as before");
  machine.prepareEntry();
  checkEqual(machine.frame.eflags, 0x2_0ed7, "the processor gets VM, IF and what is the code's");
  code(0x9c66, 0);
  expectStep(Vm86Step.GOES_ON, "pushfd");
  checkEqual(machine.memory.read(STACK, 0xfc, 4), 0x7fd7, "what is believed");
  machine.memory.write(STACK, 0xfc, 4, 0xffff_ffff);
  code(0x9d66, 0);
  expectStep(Vm86Step.GOES_ON, "popfd");
  machine.prepareEntry();
  checkEqual(machine.frame.eflags, 0x2_0ed7, "VM stays, nothing else is added");
  code(0xfb, 0);
  machine.frame.eip = 0xf_ffff;
  machine.prepareEntry();
  checkEqual(machine.frame.eip, 0xffff, "the offset is one of 16 bits");
}

function testWideReturn(): void {
  fresh();
  machine.memory.write(STACK, 0x100, 4, 0x1234);
  machine.memory.write(STACK, 0x104, 4, 0xabcd_0c00);
  machine.memory.write(STACK, 0x108, 4, 0x2_0000);
  code(0xcf66, 0);
  expectStep(Vm86Step.GOES_ON, "iretd");
  check(machine.frame.eip === 0x1234 && machine.frame.cs === 0xc00, "to the place");
  check(machine.frame.esp === 0x10c && !machine.interruptsOn(), "with stack and flags");
  fresh();
  machine.memory.write(STACK, 0x100, 4, 0x1_0000);
  code(0xcf66, 0);
  expectStep(Vm86Step.FAULTED, "iretd beyond the segment");
  checkEqual(machine.frame.esp, 0x100, "nothing is popped");
}

function testHalt(): void {
  fresh();
  code(0xf4, 0);
  expectStep(Vm86Step.WAITS, "hlt");
  checkEqual(machine.frame.eip, OFFSET + 1, "then it goes on");
  fresh();
  code(0xf4fa, 0);
  machine.step();
  expectStep(Vm86Step.HALTED, "cli, hlt");
  checkEqual(machine.frame.eip, OFFSET + 1, "it stands there");
  fresh();
  machine.frame.cs = machine.doneSegment;
  machine.frame.eip = machine.doneOffset;
  code(0xf4, 0);
  expectStep(Vm86Step.DONE, "the hlt that calls come back to");
}

function testPorts(): void {
  fresh();
  machine.frame.edx = 0xffff_03c0;
  machine.frame.eax = 0x1122_3344;
  code(0xec, 0);
  expectStep(Vm86Step.PORT_REFUSED, "a port that is not on the list");
  check(machine.port === 0x3c0 && machine.frame.eip === OFFSET, "is named, and nothing has changed");
  machine.ports.add(0x3c0, 2, PortUse.REAL);
  expectStep(Vm86Step.READ_PORT, "in al, dx");
  checkEqual(machine.portBytes, 1, "a byte");
  machine.finishRead(0x5599);
  check(machine.frame.eax === 0x1122_3399 && machine.frame.eip === OFFSET + 1, "AL alone changes");
  code(0xef, 0);
  expectStep(Vm86Step.WRITE_PORT, "out dx, ax");
  checkEqual(machine.portValue, 0x3399, "two bytes");
  code(0xed66, 0);
  expectStep(Vm86Step.PORT_REFUSED, "four bytes from two ports");
  machine.ports.clear();
  machine.ports.add(0x40, 4, PortUse.READ_ONLY);
  machine.ports.add(0x80, 1, PortUse.NOBODY);
  code(0x40e6, 0);
  expectStep(Vm86Step.GOES_ON, "out 40h, al: goes nowhere");
  code(0x40e5_66, 0);
  expectStep(Vm86Step.READ_PORT, "in eax, 40h");
  machine.finishRead(0xdead_beef);
  checkEqual(machine.frame.eax, 0xdead_beef, "all of EAX");
  code(0x80e4, 0);
  expectStep(Vm86Step.GOES_ON, "in al, 80h: nobody's");
  checkEqual(machine.frame.eax, 0xdead_beff, "ones");
}

/** Address and data are told to the caller, who does not write. */
function testPci(): void {
  fresh();
  machine.ports.add(0xcf8, 8, PortUse.PCI);
  machine.frame.edx = 0xcf8;
  machine.frame.eax = 0x8000_1000;
  code(0xef66, 0);
  expectStep(Vm86Step.WRITE_PORT, "out dx, eax: the address");
  check(machine.portUse === PortUse.PCI && machine.portValue === 0x8000_1000, "whose use says what it is");
  machine.frame.edx = 0xcfc;
  code(0xed66, 0);
  expectStep(Vm86Step.READ_PORT, "in eax, dx: the data");
  machine.finishRead(0x1234_1111);
  checkEqual(machine.frame.eax, 0x1234_1111, "is what was read");
  machine.frame.edx = 0xcfe;
  code(0xed66, 0);
  expectStep(Vm86Step.PORT_REFUSED, "four bytes from the middle of the data");
}

function testStrings(): void {
  fresh();
  machine.ports.add(0x3c0, 4, PortUse.REAL);
  machine.frame.edx = 0x3c0;
  machine.frame.ecx = 0x7_0002;
  machine.frame.edi = 0xffff;
  code(0x6df3, 0);
  expectStep(Vm86Step.READ_PORT, "rep insw");
  machine.finishRead(0x1234);
  check(machine.frame.eip === OFFSET && machine.frame.ecx === 0x7_0001, "one element at a time");
  check(
    machine.memory.read(CODE, 0xffff, 1) === 0x34 && machine.memory.read(CODE, 0, 1) === 0x12,
    "the index wraps",
  );
  checkEqual(machine.frame.edi, 1, "16 bits of it");
  machine.step();
  machine.finishRead(0x5678);
  check(machine.frame.eip === OFFSET + 2 && machine.frame.ecx === 0x7_0000, "then it goes on");
  checkEqual(machine.memory.read(CODE, 1, 2), 0x5678, "the second element");
  code(0x6df3, 0);
  expectStep(Vm86Step.GOES_ON, "rep with nothing to do");
  fresh();
  machine.ports.add(0x3c0, 4, PortUse.REAL);
  machine.frame.edx = 0x3c1;
  machine.frame.esi = 0x2000;
  machine.frame.eflags = FLAG_BACKWARD;
  machine.frame.ss = 0x900;
  machine.memory.write(0x900, 0x2000, 1, 0x77);
  code(0x6e36, 0);
  expectStep(Vm86Step.WRITE_PORT, "outsb of another segment");
  check(machine.portValue === 0x77 && machine.frame.esi === 0x1fff, "downwards");
  checkEqual(machine.frame.eip, OFFSET + 2, "once, without rep");
  fresh();
  machine.ports.add(0x3c0, 4, PortUse.REAL);
  machine.frame.edx = 0x3c0;
  machine.frame.es = 0x1400;
  code(0x6c, 0);
  expectStep(Vm86Step.FAULTED, "insb where nothing is: the port is not read");
}

function testDecode(): void {
  fresh();
  code(0x6566_67f2, 0x6f);
  decode(machine.memory, CODE, OFFSET, instruction);
  check(instruction.operation === Operation.OUT_STRING && instruction.length === 5, "all prefixes");
  check(instruction.repeated && instruction.wide && instruction.wideAddress, "are noted");
  check(instruction.segment === Segment.GS && instruction.bytes === 4, "with segment and width");
  for (let i: u32 = 0; i < 15; i++) {
    machine.memory.write(CODE, OFFSET + i, 1, 0x66);
  }
  machine.memory.write(CODE, OFFSET + 14, 1, 0xf4);
  decode(machine.memory, CODE, OFFSET, instruction);
  check(instruction.operation === Operation.HALT && instruction.length === 15, "the longest instruction");
  machine.memory.write(CODE, OFFSET + 14, 1, 0x66);
  machine.memory.write(CODE, OFFSET + 15, 1, 0xf4);
  decode(machine.memory, CODE, OFFSET, instruction);
  checkEqual(instruction.operation, Operation.OTHER, "one that is too long");
  decode(machine.memory, 0x1400, 0, instruction);
  checkEqual(instruction.operation, Operation.OTHER, "where nothing is");
  const known: u32 = countKnown();
  checkEqual(known, 21, "so many opcodes are done in the code's place");
}

function countKnown(): u32 {
  let known: u32 = 0;
  for (let opcode: u32 = 0; opcode < 256; opcode++) {
    machine.memory.write(CODE, OFFSET, 1, opcode);
    machine.memory.write(CODE, OFFSET + 1, 1, 0);
    decode(machine.memory, CODE, OFFSET, instruction);
    const prefix: bool = opcode === 0x66 || opcode === 0x67 || opcode === 0xf2 || opcode === 0xf3;
    known += !prefix && instruction.operation !== Operation.OTHER ? 1 : 0;
  }
  return known;
}

function testOther(): void {
  for (let vector: u32 = 0; vector < 32; vector++) {
    fresh();
    code(0xf4, 0);
    machine.frame.vector = vector;
    expectStep(vector === GENERAL_PROTECTION ? Vm86Step.WAITS : Vm86Step.FAULTED, "an exception");
  }
  fresh();
  code(0x340f, 0);
  expectStep(Vm86Step.FAULTED, "sysenter");
  code(0xf4f0, 0);
  expectStep(Vm86Step.FAULTED, "lock hlt");
  checkEqual(machine.frame.eip, OFFSET, "nothing has moved");
}

function testPortList(): void {
  const list: PortList = zeroed();
  check(!list.add(0, 0, PortUse.REAL) && !list.add(0x1_0000, 1, PortUse.REAL), "ranges that are none");
  check(!list.add(0xffff, 2, PortUse.REAL) && list.add(0xffff, 1, PortUse.REAL), "the last port");
  checkEqual(list.useOf(0xffff, 2), PortUse.REFUSED, "half beyond it");
  checkEqual(list.useOf(0xffff, 1), PortUse.REAL, "it alone");
  for (let i: u32 = 1; i < VM86_PORT_RANGES; i++) {
    check(list.add(i * 8, 4, PortUse.NOBODY), "as many as there can be");
  }
  check(!list.add(0, 1, PortUse.REAL), "one too many");
  checkEqual(list.useOf(8, 4), PortUse.NOBODY, "a whole range");
  checkEqual(list.useOf(10, 4), PortUse.REFUSED, "across its end");
  checkEqual(list.useOf(7, 1), PortUse.REFUSED, "before it");
}

/** What must hold after any step on anything. */
function checkStep(step: Vm86Step): void {
  const frame = machine.frame;
  if (step === Vm86Step.GOES_ON || step === Vm86Step.WRITE_PORT || step === Vm86Step.WAITS) {
    check(frame.cs <= 0xffff && frame.eip <= 0xffff, "it goes on inside a segment");
  }
  if (step === Vm86Step.READ_PORT || step === Vm86Step.WRITE_PORT) {
    check(machine.ports.useOf(machine.port, machine.portBytes) !== PortUse.REFUSED, "only ports of the list");
  }
  machine.prepareEntry();
  checkEqual(frame.eflags & 0xffff_f32a, 0x2_0202, "the processor's own flags are never the code's");
}

function testRandom(): void {
  startRandom(random, SEED);
  fresh();
  for (let round: u32 = 0; round < ROUNDS && !hasFailed(); round++) {
    if (randomBelow(random, 16) === 0) {
      machine.reset();
      machine.frame.vector = GENERAL_PROTECTION;
      machine.ports.clear();
      machine.ports.add(nextRandom(random) & 0xffff, nextRandom(random) & 0xfff, PortUse.REAL);
    }
    const frame = machine.frame;
    frame.cs = nextRandom(random) & 0x1fff;
    frame.eip = nextRandom(random) & 0xffff;
    frame.ss = nextRandom(random) & 0x1fff;
    frame.esp = nextRandom(random);
    frame.es = nextRandom(random) & 0x1fff;
    frame.edi = nextRandom(random);
    frame.esi = nextRandom(random);
    frame.ecx = randomBelow(random, 3);
    frame.edx = nextRandom(random);
    code(nextRandom(random), nextRandom(random));
    const step: Vm86Step = machine.step();
    if (step === Vm86Step.READ_PORT) {
      machine.finishRead(nextRandom(random));
    }
    checkStep(step);
  }
}

export function main(): i32 {
  testInterrupt();
  testStackWraps();
  testFlags();
  testWideReturn();
  testHalt();
  testPorts();
  testPci();
  testStrings();
  testDecode();
  testOther();
  testPortList();
  testRandom();
  return finish("vm86");
}
