#!/usr/bin/env node
/**
 * The command line's entry. It knows one thing: that Bramble needs Node 24. What comes after is loaded only then, since
 * an older Node fails at the first import with a message that helps nobody.
 */
const neededMajor = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < neededMajor) {
  process.stderr.write(
    `bramble: Node ${process.versions.node} is too old. Install Node ${neededMajor} or newer, or in a checkout run "npm run -s bramble -- …", which brings its own.\n`,
  );
  process.exitCode = 2;
} else {
  const { keepCompiledCode } = await import('./compile-cache.ts');
  keepCompiledCode();
  const { keepWasmCode } = await import('../wasm-code.ts');
  keepWasmCode();
  const { main } = await import('./command-line.ts');
  await main();
}
