/**
 * Runs the benchmarks named on the command line, or all, and prints what they measured as Markdown:
 * `npm run bench`, `npm run bench -- syslog`, `npm run bench -- simulator --seconds 600`, `… --gigabytes 20`, `npm run bench -- syslog --part log`.
 */
import { availableParallelism, cpus, loadavg, platform, release } from 'node:os';
import { parseArgs } from 'node:util';
import { type Benchmark, type BenchmarkOptions, markdownTable, type Result } from './report.ts';

const benchmarks: Record<string, () => Promise<{ run: Benchmark }>> = {
  simulator: () => import('./simulator.ts'),
  'log-view': () => import('./log-view.ts'),
  syslog: () => import('./syslog.ts'),
  transfer: () => import('./transfer.ts'),
};

async function main(names: readonly string[], options: BenchmarkOptions): Promise<number> {
  const known = Object.keys(benchmarks);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
    return 2;
  }
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${platform()} ${release()}, `,
  );
  console.log(`Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)} before the start\n`);
  for (const [name, load] of Object.entries(benchmarks)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const results: Result[] = [];
    console.error(`${name} …`);
    const { run } = await load();
    const add = (result: Result) => {
      results.push(result);
      // What was measured is seen at once, and not lost when what comes later fails.
      const missed = result.goal?.isReached === false ? ` MISSED: ${result.goal.what}` : '';
      console.error(`  ${result.what}: ${result.value} (${result.note})${missed}`);
    };
    await run({ add }, options);
    console.log(`## ${name}\n\n${markdownTable(results)}\n`);
  }
  return 0;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' }, gigabytes: { type: 'string' }, part: { type: 'string' } },
});
const [seconds, gigabytes] = [Number(values.seconds), Number(values.gigabytes)];
process.exitCode = await main(positionals, {
  ...(seconds > 0 ? { seconds } : {}),
  ...(gigabytes > 0 ? { gigabytes } : {}),
  ...(values.part === undefined ? {} : { part: values.part }),
});
