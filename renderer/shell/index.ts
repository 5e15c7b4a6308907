export { Shell } from './shell.ts';
export { ShellPanel } from './shell-panel.tsx';
