/** What the board's Python offers and no program of this folder uses, with the reason. */

const streamProtocol = 'what streams say to select and asyncio, in numbers of their own; both are tried';
const partOfAsyncio = "asyncio's own; what a loop does with it is tried";
const notSimulated = 'works on a Pico W, raises NotImplementedError here: no output is that of both';
const noBlocks = 'the simulated flash is a folder: it has no blocks to read, write or format';

/** By the full name; a class stands for its methods. */
export const notTried: Readonly<Record<string, string>> = {
  '_thread.start_new_thread': notSimulated,
  'asyncio.IOQueue': partOfAsyncio,
  'asyncio.Loop.default_exception_handler': 'prints the address of a task',
  'asyncio.SingletonGenerator': partOfAsyncio,
  'asyncio.ThreadSafeFlag.ioctl': streamProtocol,
  'asyncio.run_until_complete': partOfAsyncio,
  'asyncio.switch': partOfAsyncio,
  'machine.I2CTarget': notSimulated,
  'machine.I2S': notSimulated,
  'machine.UART.ioctl': streamProtocol,
  'machine.USBDevice': notSimulated,
  'machine.bootloader': 'a board comes back from it only when somebody replugs it',
  'micropython.mem_info': 'prints addresses and sizes',
  'micropython.qstr_info': 'prints addresses and sizes',
  'os.VfsFat': noBlocks,
  'os.VfsLfs2': noBlocks,
  'rp2.DMA': notSimulated,
  'rp2.Flash.readblocks': noBlocks,
  'rp2.Flash.writeblocks': noBlocks,
  'rp2.PIOASMEmit.delay': 'programs write it in brackets',
  'rp2.PIOASMEmit.start_pass': 'called by the decorator',
  'socket.socket.ioctl': streamProtocol,
  'ssl.SSLSocket.ioctl': streamProtocol,
};
