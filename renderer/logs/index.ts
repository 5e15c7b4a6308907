export { alertInWords } from './alerts/alert-words.ts';
export { linkToRow, rowOfLink } from './log-link.ts';
export { linesPerMinute, rateInWords } from './log-rate.ts';
export { Logs } from './logs.ts';
export { LogsPanel } from './logs-panel.tsx';
export { askToSetUp, BoardSetUp, type BoardSetUpStore, createBoardSetUpStore } from './set-up/board-set-up.tsx';
