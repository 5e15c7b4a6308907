/**
 * A PIO state machine: registers, and what each instruction does to them (RP2040 datasheet 3.4, 3.5), cycle by cycle of its own clock.
 * What its cycles are in real time, and when it runs, is its owner's affair.
 */
import { Fifo } from './fifo.ts';
import {
  atPins,
  bitCount,
  decode,
  type Instruction,
  lowBits,
  movSource,
  movTarget,
  opcode,
  outTarget,
  place,
  reverseBits,
} from './instruction.ts';
import { ShiftRegister } from './shift-register.ts';
import { defaultSettings, delaySideField, type StateMachineSettings } from './state-machine-settings.ts';

/** What a state machine shares with the others of its block. */
export interface StateMachineHost {
  instruction(address: number): Instruction;
  /** The level at a pin. */
  level(pin: number): 0 | 1;
  drive(mask: number, values: number): void;
  direct(mask: number, directions: number): void;
  /** The eight interrupt flags. */
  readonly flags: number;
  raiseFlag(flag: number): void;
  clearFlag(flag: number): void;
}

/** Everything by which a state machine's future is decided, but for what comes from outside. */
export interface Registers {
  pc: number;
  x: number;
  y: number;
  osr: number;
  isr: number;
  osrCount: number;
  isrCount: number;
  /** Words in the FIFOs and before them. */
  waiting: number;
  flags: number;
}

export class StateMachine {
  readonly index: number;
  readonly tx = new Fifo();
  readonly rx = new Fifo();
  settings: StateMachineSettings = defaultSettings;
  enabled = false;
  /** The next instruction begins at this cycle. */
  cycle = 0;
  /** The last instruction could not be done; it is tried again when something changed. */
  stalled = false;
  pc = 0;
  #x = 0;
  #y = 0;
  readonly #osr = new ShiftRegister(32);
  readonly #isr = new ShiftRegister(0);
  /** An instruction that comes before the one at the program counter. */
  #executed: Instruction | null = null;
  /** IN has shifted and waits for room in the FIFO. */
  #pushing = false;
  /** IRQ has raised its flag and waits until it is cleared. */
  #raised = false;
  #jumped = false;
  readonly #host: StateMachineHost;
  #delays = new Uint8Array();
  /** By the delay field's value: the pins that side-set acts on, and what it sets them to. */
  #sideMasks = new Int32Array();
  #sideValues = new Int32Array();

  constructor(index: number, host: StateMachineHost) {
    this.index = index;
    this.#host = host;
    this.configure(defaultSettings);
  }

  /** Sets it up and empties its FIFOs. */
  configure(settings: StateMachineSettings): void {
    this.settings = settings;
    ({ delays: this.#delays, sideMasks: this.#sideMasks, sideValues: this.#sideValues } = delaySideField(settings));
    const { fifoJoin } = settings;
    this.tx.depth = { none: 4, tx: 8, rx: 0 }[fifoJoin];
    this.rx.depth = { none: 4, tx: 0, rx: 8 }[fifoJoin];
    this.tx.clear();
    this.rx.clear();
  }

  /** Shift counters, delays and whatever waits start afresh; registers X and Y, the FIFOs and the program counter stay. */
  restart(): void {
    this.#osr.count = 32;
    this.#isr.set(0, 0);
    this.#executed = null;
    this.#pushing = false;
    this.#raised = false;
    this.stalled = false;
  }

  get registers(): Registers {
    return {
      pc: this.pc,
      x: this.#x,
      y: this.#y,
      osr: this.#osr.bits,
      isr: this.#isr.bits,
      osrCount: this.#osr.count,
      isrCount: this.#isr.count,
      waiting: this.#waiting,
      flags: this.#host.flags,
    };
  }

  get #waiting(): number {
    return this.tx.length + this.tx.backlog + 64 * this.rx.length;
  }

  set registers(registers: Registers) {
    this.pc = registers.pc;
    this.#x = registers.x;
    this.#y = registers.y;
    this.#osr.set(registers.osr, registers.osrCount);
    this.#isr.set(registers.isr, registers.isrCount);
  }

  /** Whether `registers` is what it is now; asked at every turn of a loop, so the most telling ones come first. */
  isAt(registers: Registers): boolean {
    return (
      this.pc === registers.pc &&
      this.#x === registers.x &&
      this.#y === registers.y &&
      this.#osr.count === registers.osrCount &&
      this.#osr.bits === registers.osr &&
      this.#isr.bits === registers.isr &&
      this.#isr.count === registers.isrCount &&
      this.#waiting === registers.waiting &&
      this.#host.flags === registers.flags &&
      this.#executed === null
    );
  }

  /** A word for the state machine; one with autopull takes it at once when its OSR is empty. */
  put(word: number): void {
    this.tx.push(word);
    if (this.enabled && !this.stalled) this.#refill();
  }

  /** An instruction from outside: done at once, even when the machine stands, or latched when it stalls. */
  execute(word: number): void {
    this.#executed = decode(word);
    this.step(this.cycle);
  }

  /**
   * Does the next instruction. False: it stalls and time goes by. Loops of one instruction that count down are done in one
   * step, up to cycle `last`.
   */
  step(last: number): boolean {
    const executed = this.#executed;
    const instruction = executed ?? this.#host.instruction(this.pc);
    const { delaySide } = instruction;
    const sideMask = this.#sideMasks[delaySide] ?? 0;
    if (sideMask !== 0) this.#sideset(sideMask, this.#sideValues[delaySide] ?? 0);
    const delay = this.#delays[delaySide] ?? 0;
    if (instruction.op === opcode.jmp && executed === null && instruction.b === this.pc)
      this.#countDown(instruction.a, 1 + delay, last);
    this.#jumped = false;
    if (!this.#perform(instruction)) {
      this.stalled = true;
      return false;
    }
    this.stalled = false;
    const { settings } = this;
    if (executed !== null && this.#executed === executed) this.#executed = null;
    else if (executed === null && !this.#jumped) {
      this.pc = this.pc === settings.wrapTop ? settings.wrapBottom : (this.pc + 1) & 31;
    }
    // What OUT or MOV has it execute follows at once; its own delay counts, theirs does not.
    this.cycle += this.#executed === null ? 1 + delay : 1;
    return true;
  }

  #sideset(mask: number, values: number): void {
    if (this.settings.sidesetPindirs) this.#host.direct(mask, values);
    else this.#host.drive(mask, values);
  }

  /** `jmp(x_dec, here)`: as many turns as there is time for, but the last. */
  #countDown(condition: number, cyclesPerTurn: number, last: number): void {
    if (condition !== 2 && condition !== 4) return;
    const counter = condition === 2 ? this.#x : this.#y;
    const turns = Math.min(counter, Math.floor((last - this.cycle) / cyclesPerTurn));
    if (turns <= 0) return;
    this.cycle += turns * cyclesPerTurn;
    if (condition === 2) this.#x = counter - turns;
    else this.#y = counter - turns;
  }

  #perform(instruction: Instruction): boolean {
    const { op, a, b } = instruction;
    if (op !== opcode.out && op !== opcode.pushPull) this.#refill();
    switch (op) {
      case opcode.jmp:
        if (this.#condition(a)) this.#jump(b);
        return true;
      case opcode.wait:
        return this.#wait(a, b);
      case opcode.in:
        return this.#in(a, bitCount(b));
      case opcode.out:
        return this.#out(a, bitCount(b));
      case opcode.pushPull:
        return (a & 4) === 0 ? this.#push(a) : this.#pull(a);
      case opcode.mov:
        this.#move(a, (b >> 3) & 3, b & 7);
        return true;
      case opcode.irq:
        return this.#irq(a, b);
      default:
        this.#set(a, b);
        return true;
    }
  }

  #jump(address: number): void {
    this.pc = address & 31;
    this.#jumped = true;
  }

  #condition(code: number): boolean {
    switch (code) {
      case 0:
        return true;
      case 1:
        return this.#x === 0;
      case 2: {
        const x = this.#x;
        this.#x = (x - 1) >>> 0;
        return x !== 0;
      }
      case 3:
        return this.#y === 0;
      case 4: {
        const y = this.#y;
        this.#y = (y - 1) >>> 0;
        return y !== 0;
      }
      case 5:
        return this.#x !== this.#y;
      case 6:
        return this.#host.level(this.settings.jmpPin) === 1;
      default:
        return this.#osr.count < this.settings.pullThreshold;
    }
  }

  #wait(a: number, index: number): boolean {
    const wanted = a >> 2;
    const source = a & 3;
    if (source === 0) return this.#host.level(index) === wanted;
    if (source === 1) return this.#host.level((this.settings.inBase + index) & 31) === wanted;
    const flag = this.#flag(index);
    const isRaised = ((this.#host.flags >> flag) & 1) === 1;
    if (isRaised !== (wanted === 1)) return false;
    if (isRaised) this.#host.clearFlag(flag);
    return true;
  }

  /** Bit 4 of an index adds the machine's own number to its two lowest bits. */
  #flag(index: number): number {
    return (index & 16) === 0 ? index & 7 : (index & 4) | ((index + this.index) & 3);
  }

  #in(source: number, count: number): boolean {
    const { settings } = this;
    if (!this.#pushing) {
      this.#isr.shiftIn((this.#read(source) & lowBits(count)) >>> 0, count, settings.inShiftRight);
      if (!settings.autopush || this.#isr.count < settings.pushThreshold) return true;
    }
    this.#pushing = this.rx.isFull;
    if (this.#pushing) return false;
    this.#pushIsr();
    return true;
  }

  #pushIsr(): void {
    this.rx.push(this.#isr.bits);
    this.#isr.set(0, 0);
  }

  #push(a: number): boolean {
    const onlyIfFull = (a & 2) !== 0;
    const blocks = (a & 1) !== 0;
    if (onlyIfFull && this.#isr.count < this.settings.pushThreshold) return true;
    if (this.rx.isFull) {
      if (blocks) return false;
      this.#isr.set(0, 0);
      return true;
    }
    this.#pushIsr();
    return true;
  }

  #pull(a: number): boolean {
    const onlyIfEmpty = (a & 2) !== 0;
    const blocks = (a & 1) !== 0;
    const { autopull, pullThreshold } = this.settings;
    if (onlyIfEmpty && this.#osr.count < pullThreshold) return true;
    // With autopull, a full OSR makes PULL a barrier only.
    if (autopull && this.#osr.count === 0) return true;
    if (this.tx.isEmpty && blocks) return false;
    this.#osr.set(this.tx.isEmpty ? this.#x : this.tx.shift(), 0);
    return true;
  }

  /** Autopull works beside the instructions. */
  #refill(): void {
    const { settings } = this;
    if (!settings.autopull || this.#osr.count < settings.pullThreshold || this.tx.isEmpty) return;
    this.#osr.set(this.tx.shift(), 0);
  }

  #out(target: number, count: number): boolean {
    const { settings } = this;
    if (settings.autopull && this.#osr.count >= settings.pullThreshold) {
      if (this.tx.isEmpty) return false;
      this.#refill();
      // The refill takes a cycle, in which OUT waits.
      this.cycle += 1;
    }
    const bits = this.#osr.shiftOut(count, settings.outShiftRight);
    this.#refill();
    if (target === place.isr) this.#isr.set(bits, count);
    else if (target === outTarget.exec) this.#executed = decode(bits);
    else this.#write(target, bits);
    return true;
  }

  #move(target: number, operation: number, source: number): void {
    let value = source === movSource.status ? (this.tx.isEmpty ? 0xffffffff : 0) : this.#read(source);
    if (operation === 1) value = ~value >>> 0;
    else if (operation === 2) value = reverseBits(value);
    if (target === movTarget.exec) this.#executed = decode(value);
    else if (target === place.isr) this.#isr.set(value, 0);
    else if (target === place.osr) this.#osr.set(value, 0);
    else this.#write(target, value);
  }

  #irq(a: number, index: number): boolean {
    const flag = this.#flag(index);
    if ((a & 2) !== 0) {
      this.#host.clearFlag(flag);
      return true;
    }
    if (!this.#raised) this.#host.raiseFlag(flag);
    this.#raised = (a & 1) !== 0 && ((this.#host.flags >> flag) & 1) === 1;
    return !this.#raised;
  }

  #set(target: number, value: number): void {
    const { setBase, setCount } = this.settings;
    if (target === place.pins)
      this.#host.drive(atPins(0xffffffff, setBase, setCount), atPins(value, setBase, setCount));
    else if (target === place.pindirs) {
      this.#host.direct(atPins(0xffffffff, setBase, setCount), atPins(value, setBase, setCount));
    } else this.#write(target, value);
  }

  #read(source: number): number {
    if (source === place.pins) return this.#readPins();
    if (source === place.x) return this.#x;
    if (source === place.y) return this.#y;
    if (source === place.isr) return this.#isr.bits;
    return source === place.osr ? this.#osr.bits : 0;
  }

  #readPins(): number {
    let levels = 0;
    for (let pin = 0; pin < 32; pin++) levels |= this.#host.level((this.settings.inBase + pin) & 31) << pin;
    return levels >>> 0;
  }

  #write(target: number, value: number): void {
    const { outBase, outCount } = this.settings;
    if (target === place.pins)
      this.#host.drive(atPins(0xffffffff, outBase, outCount), atPins(value, outBase, outCount));
    else if (target === place.pindirs) {
      this.#host.direct(atPins(0xffffffff, outBase, outCount), atPins(value, outBase, outCount));
    } else if (target === place.x) this.#x = value;
    else if (target === place.y) this.#y = value;
    else if (target === place.pc) this.#jump(value);
  }
}
