/** The messages that the syslog benchmarks are about: what boards and computers nearby send. */

const text = (index: number) =>
  `Connected to wifi, rssi=-${index % 90}, heap free ${index * 17} bytes, cycle ${index} done in ${index % 977} ms`;
const seconds = (index: number) => String(index % 60).padStart(2, '0');

export const messageKinds = {
  'RFC 5424': (index: number) =>
    `<165>1 2024-05-01T12:00:${seconds(index)}.123Z picow-${index % 20} app ${index} ID47 - ${text(index)}`,
  'RFC 5424 with structured data': (index: number) =>
    `<165>1 2024-05-01T12:00:${seconds(index)}.123Z picow-${index % 20} app - - [meta sequenceId="${index}" sysUpTime="${index * 7}"] ${text(index)}`,
  'RFC 3164': (index: number) =>
    `<${index % 192}>May  1 12:00:${seconds(index)} picow-${index % 20} app[${index}]: ${text(index)}`,
  bare: (index: number) => `<14>${text(index)}`,
  'bare in UTF-8': (index: number) => `<14>Größe ${text(index)}, 21 °C`,
  mixed: (index: number): string =>
    index % 2 === 0 ? messageKinds['RFC 5424'](index) : messageKinds['RFC 3164'](index),
};

export type MessageKind = keyof typeof messageKinds;

export function messagesOf(kind: MessageKind, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => Buffer.from(messageKinds[kind](index)));
}
