/** The Python that runs on boards, checked by ruff under the rules of ruff.toml. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { installationFolder } from '../../main/hosts/installation.ts';
import { describeWith } from '../third-party.ts';

const run = promisify(execFile);

describeWith(['ruff'], '"pip install ruff"', 'ruff', (ruff) => {
  it('has nothing to say of the Python for boards', async () => {
    const parameters = ['check', '--no-cache', '--output-format', 'concise', 'app', 'examples', 'firmware-tests'];
    const { stdout } = await run(ruff, parameters, { cwd: installationFolder }).catch((failed) => failed);
    expect(stdout.trim()).toBe('All checks passed!');
  });
});
