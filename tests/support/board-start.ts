/**
 * How the boards of a test file start: prepared from the image, or from a preparation that was kept. A file sets it before it imports
 * tests that are to run the other way, too.
 */
import type { SimulatedBoardOptions } from '../../main/simulator/simulated-board.ts';

export const boardStart: Pick<SimulatedBoardOptions, 'preparations'> = {};
