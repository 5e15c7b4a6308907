/**
 * `npm run build`: everything that is installed or packed, made anew in dist/. With `--if-stale` and names of parts, only
 * those, and only what is older than its sources.
 */
import { type BuildPartName, buildParts } from './parts.ts';
import { bringUpToDate } from './up-to-date.ts';

const parameters = process.argv.slice(2);
const force = !parameters.includes('--if-stale');
const named = parameters.filter((name): name is BuildPartName => Object.hasOwn(buildParts, name));
const all: BuildPartName[] = ['renderer', 'node', 'electron'];

await bringUpToDate(named.length === 0 ? all : named, { force, report: (line) => console.error(line) });
