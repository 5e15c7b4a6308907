export { hasTraceback, tracebackParts } from './traceback-parts.ts';
