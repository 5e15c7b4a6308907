/**
 * Lets MicroPython's image take `@micropython.native` and `@micropython.viper`, for which it has no machine code to make: such a function
 * becomes bytecode like any other. The image's compiler reports them as errors by a text of its own; that report is taken out.
 */
import { constantOf, dataAddress, type ImageModule, paddedNumber } from './image-sections.ts';

const report = 'invalid micropython decorator';
const CALL = 0x10;
const DROP = 0x1a;
const NOP = 0x01;
/** The instruction, and the number of a function as the linker writes it. */
const callBytes = 1 + paddedNumber(0).length;
/** The compiler, the place in the source and the text. */
const reportArguments = 3;

/** Changes the module. Throws when the compiler's report is not where it is looked for. */
export function acceptNativeDecorators(image: ImageModule): void {
  const text = Buffer.from(constantOf(dataAddress(image, report)));
  const reports = image.functions.flatMap((defined) => {
    const at = Buffer.from(defined.body).indexOf(text);
    const call = at + text.length;
    return at >= 0 && defined.body[call] === CALL ? [{ defined, call }] : [];
  });
  const [only] = reports;
  if (only === undefined || reports.length > 1)
    throw new Error(`The image does not report a decorator: ${reports.length}`);
  const body = Uint8Array.from(only.defined.body);
  body.fill(NOP, only.call, only.call + callBytes);
  body.fill(DROP, only.call, only.call + reportArguments);
  only.defined.body = body;
}
