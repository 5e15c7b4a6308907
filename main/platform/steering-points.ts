/** Where the processes of this user let their simulated boards be steered: a port of this computer, and the token that opens it. */
import { join } from 'node:path';
import type { Disposable } from '../../app/base/index.ts';
import { listRecords, tellProcesses } from './process-records.ts';

export interface SteeringPoint {
  /** Of 127.0.0.1. */
  port: number;
  /** Whoever can read it may steer: the record is this user's alone. */
  token: string;
  /** The process that runs the boards. */
  pid: number;
}

/** Lets other processes of this user find the point until the Disposable ends. */
export function announceSteeringPoint(dataFolder: string, point: Omit<SteeringPoint, 'pid'>): Promise<Disposable> {
  const { port, token } = point;
  return tellProcesses(folderIn(dataFolder), { port, token }, { secret: true });
}

/** The points of living processes, by process. */
export async function listSteeringPoints(dataFolder: string): Promise<SteeringPoint[]> {
  return (await listRecords(folderIn(dataFolder), isSteeringPoint)).sort((a, b) => a.pid - b.pid);
}

function isSteeringPoint(value: unknown): value is SteeringPoint {
  if (typeof value !== 'object' || value === null) return false;
  const { port, token, pid } = value as Partial<Record<keyof SteeringPoint, unknown>>;
  return typeof port === 'number' && typeof token === 'string' && typeof pid === 'number';
}

function folderIn(dataFolder: string): string {
  return join(dataFolder, 'steered');
}
