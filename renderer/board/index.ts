export { BoardPanel } from './board-panel.tsx';
export { createSimulatorStore, followSimulators, type SimulatorStore } from './simulator-store.ts';
