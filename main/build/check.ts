/** `npm run check`: every rule of the house, each named, all of them run even when one fails. */
import { spawnSync } from 'node:child_process';

const checks: { name: string; command: string[]; remedy: string }[] = [
  ...['app', 'main', 'renderer', 'tests'].map((environment) => ({
    name: `types of ${environment}`,
    command: ['tsc', '-p', environment],
    remedy: `Each environment sees only its own globals: ${environment}/tsconfig.json says which.`,
  })),
  {
    name: 'format and lint (Biome)',
    command: ['biome', 'check', '--error-on-warnings', '.'],
    remedy: '`npm run format` mends what can be mended by itself.',
  },
  {
    name: 'import rules (dependency-cruiser)',
    command: ['depcruise', 'app', 'main', 'renderer', 'tests', 'firmware-tests', '--output-type', 'err-long'],
    remedy: 'The table stands in docs/architecture.md; each rule above says where the code belongs.',
  },
  {
    name: 'unused files, exports and packages (knip)',
    command: ['knip', '--no-progress'],
    remedy: 'Remove what nothing uses, or export it where it is used.',
  },
];

let failed = 0;
for (const { name, command, remedy } of checks) {
  const [program = '', ...parameters] = command;
  const startedAt = performance.now();
  const result = spawnSync(program, parameters, { encoding: 'utf8', shell: process.platform === 'win32' });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (result.status === 0) {
    console.log(`ok      ${name} (${seconds} s)`);
    continue;
  }
  failed += 1;
  console.log(
    `FAILED  ${name} (${seconds} s)\n${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`,
  );
  console.log(`        ${remedy}\n`);
}
console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${checks.length} checks failed.`);
process.exit(failed === 0 ? 0 : 1);
