import { defineConfig } from 'vitest/config';

/** As the hosts do for themselves (main/hosts/wasm-code.ts). */
const execArgv = ['--no-wasm-code-gc'];

/**
 * Three projects: what runs beside the code, what crosses folders, and what drives a real browser. What is polled for comes when it
 * comes: the second that Vitest gives it is less than a busy computer may need, and half of the test's time leaves it to say what it saw.
 */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          execArgv,
          include: ['app/**/*.test.ts', 'main/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}'],
          testTimeout: 20_000,
          expect: { poll: { timeout: 10_000 } },
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          execArgv,
          include: [
            'tests/transport-contract/**/*.test.ts',
            'tests/integration/**/*.test.ts',
            'firmware-tests/**/*.test.ts',
          ],
          testTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          execArgv,
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
