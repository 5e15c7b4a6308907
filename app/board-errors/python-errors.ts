/**
 * What MicroPython's other exceptions mean, by their messages: those of `py/` (`runtime.c`, `objtype.c`, `argcheck.c`, `parsenum.c`,
 * `malloc.c`, `builtinimport.c`, `persistentcode.c`, `parse.c`, `lexer.c`), of `extmod/modjson.c` and of `ports/rp2/machine_*.c`.
 * A message may end differently in builds with longer or shorter messages, so mostly its beginning counts.
 */
import { certificateMeanings } from './tls-errors.ts';

/** What a sentence takes of a message is a name or a number: the message is a board's, so hostile. */
type Meaning = string | ((...parts: string[]) => string);

const noneMeaning =
  'A value is None here, as of a function without a "return", or a search that found nothing. See where it was set.';

const byType: Readonly<Record<string, readonly [RegExp, Meaning][]>> = {
  MemoryError: [
    [
      /^memory allocation failed, heap is locked/,
      'An interrupt handler may not make new objects. Let it only set numbers and buffers made before, and do the rest in micropython.schedule().',
    ],
    [
      /^memory allocation failed, allocating (\d{1,10}) bytes/,
      (bytes) =>
        `The memory had no free piece of ${bytes} bytes. Work in smaller pieces, use one buffer again and again, drop what is not needed, and call gc.collect().`,
    ],
    [/^$/, 'The memory is full. Work in smaller pieces, drop what is not needed, and call gc.collect().'],
  ],
  ImportError: [
    [
      /^no module named '([\w.]{1,60})'/,
      (name) =>
        `MicroPython has no module ${name} built in, and there is none on the board in / or /lib. Copy ${name.replaceAll('.', '/')}.py there, or install it with mip.`,
    ],
    [
      /^can't import name (\w{1,60})/,
      (name) =>
        `The module has no ${name}. Check the spelling, and that no file of yours hides the module by having its name.`,
    ],
  ],
  ValueError: [
    [
      /^invalid syntax for integer/,
      'The text is no whole number: it may be empty, or hold a point or other characters. Look at it with print(repr(text)).',
    ],
    [
      /^invalid syntax for number/,
      'The text is no number: it may be empty, or hold other characters. Look at it with print(repr(text)).',
    ],
    [
      /^incompatible \.mpy/,
      'The .mpy file is for another version of MicroPython or another chip. Compile it with the mpy-cross of that version, or copy the .py file.',
    ],
    [
      /^syntax error in JSON/,
      'The text is no JSON: it may be empty, cut off or an error page. Look at it with print() before json.loads().',
    ],
    [
      /^bad (S[CD][AKL]|MOSI|MISO|[TR]X|CTS|RTS) pin/,
      (signal) =>
        `That pin cannot be ${signal} of this bus. The pinout of the Pico W shows which pins can, on which bus.`,
    ],
    [
      /^unknown named pin/,
      'The board has no pin of that name. Give its number, such as Pin(15), or a name such as "GP15" or "LED".',
    ],
    ...certificateMeanings,
  ],
  RuntimeError: [
    [
      /^maximum recursion depth exceeded/,
      'Functions called one another too deep, often one that calls itself without an end. Use a loop, or see that the calls come to an end.',
    ],
    [
      /^schedule queue full/,
      'Interrupts came faster than micropython.schedule() was served. Schedule less often, or do less in the scheduled function.',
    ],
  ],
  TypeError: [
    [
      /^unsupported types for __\w+__: '(\w{1,40})', '(\w{1,40})'/,
      (one, two) =>
        one === two
          ? `Two values of type ${one} cannot be put together so. Look at both with print().`
          : `${one} and ${two} cannot be put together so. Make one of them the type of the other, such as with str(), int() or float().`,
    ],
    [
      /^can't convert '?(\w{1,40})'? (?:object )?to (\w{1,40})/,
      (one, two) =>
        `A value of type ${two} is needed here, and it is ${one}. Convert it, such as with str(), int() or .encode().`,
    ],
    [
      /^(?:function|\w{1,60}\(\)) takes (\d{1,3}) positional arguments but (\d{1,3}) were given/,
      (takes, given) =>
        `The call gives ${given} values where the function takes ${takes}. In a class the first is self, which must stand in the def.`,
    ],
    [
      /^(?:function|\w{1,60}\(\)) missing (?:\d{1,3} )?required/,
      'The call gives too few values. See the def for which are missing.',
    ],
    [/^'NoneType' object isn't/, noneMeaning],
  ],
  AttributeError: [
    [/^'NoneType' object has no attribute/, noneMeaning],
    [
      /^(?:'module' object|module '[\w.]{1,60}') has no attribute '(\w{1,60})'/,
      (name) =>
        `The module has no ${name}. MicroPython has less than Python; and a file of yours may hide the module by having its name.`,
    ],
  ],
  NameError: [
    [
      /^name '(\w{1,60})' isn't defined/,
      (name) =>
        `${name} has no value here. Check its spelling (capitals count), and that it is set or imported before this line.`,
    ],
    [
      /^local variable referenced before assignment/,
      'The function sets this name later, so it is its own. Set it before, or say "global" for the one outside.',
    ],
  ],
  IndexError: [
    [/index out of range/, 'There are fewer items than that. The first is [0], and the last is [len(items) - 1].'],
  ],
  SyntaxError: [
    [
      /^invalid syntax/,
      'MicroPython cannot read the line. Often a colon, bracket or quote is missing in it or in the line before.',
    ],
  ],
  IndentationError: [
    [
      /^unexpected indent|^unindent/,
      'The spaces before the line fit no block around it. Use four spaces a level everywhere, and no tabs.',
    ],
  ],
  // `wait_for` of extmod/asyncio; MicroPython itself has no such exception.
  TimeoutError: [[/^$/, 'asyncio.wait_for() gave up: what it waited for was not done in time.']],
  KeyboardInterrupt: [[/^$/, 'Stop or Ctrl-C ended the program.']],
  // Return codes of CONNACK (MQTT 3.1.1, 3.2.2.3) and SUBACK (3.9.3), which umqtt.simple raises as they are.
  MQTTException: [
    [/^1$/, 'The MQTT broker does not speak version 3.1.1 of the protocol, which the board does. Allow it there.'],
    [/^2$/, 'The MQTT broker refused the client id. Choose another, such as one with machine.unique_id() in it.'],
    [/^3$/, 'The MQTT broker runs, and cannot serve now. Try again later.'],
    [/^4$/, 'The MQTT broker did not accept the user name or the password. Check both.'],
    [/^5$/, 'The MQTT broker does not let this client in. Check the user name, the password, and what it allows them.'],
    [/^128$/, 'The MQTT broker refused the subscription. Check the topic, and what it allows this user.'],
  ],
};

/** The types of exception that something is known of. */
export const knownTypes: readonly string[] = [...Object.keys(byType), 'OSError'];

/** What an exception other than `OSError` means, by its type's name without its module; null when nothing useful is known. */
export function pythonErrorMeaning(type: string, message: string): string | null {
  for (const [pattern, meaning] of Object.hasOwn(byType, type) ? (byType[type] ?? []) : []) {
    const [matched, ...parts] = pattern.exec(message) ?? [];
    if (matched !== undefined) return typeof meaning === 'string' ? meaning : meaning(...parts);
  }
  return null;
}
