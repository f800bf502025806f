import { benchArchive } from './archive.ts';
import { benchCosts } from './costs/bench.ts';
import { benchBudgets } from './budgets.ts';
import { benchExecutions } from './executions.ts';
import { benchLifecycle } from './lifecycle/bench.ts';
import { note, print, type Figure } from './figure.ts';
import { benchFiles } from './files.ts';
import { benchGithub } from './github.ts';
import { benchLive } from './live.ts';
import { benchMemory } from './memory.ts';
import { benchPolicy } from './policy.ts';
import { benchReads } from './reads/bench.ts';
import { benchReport } from './report.ts';
import { benchStart } from './start.ts';
import { benchTelegram } from './telegram.ts';
import { benchUi } from './ui.ts';
import { benchWebhooks } from './webhooks.ts';

/** Every benchmark by its name; each gives its figures as they are measured. */
const BENCHMARKS: Readonly<Record<string, () => AsyncGenerator<Figure>>> = {
  lifecycle: benchLifecycle,
  reads: benchReads,
  memory: benchMemory,
  start: benchStart,
  live: benchLive,
  budgets: benchBudgets,
  ui: benchUi,
  costs: benchCosts,
  policy: benchPolicy,
  executions: benchExecutions,
  files: benchFiles,
  telegram: benchTelegram,
  webhooks: benchWebhooks,
  github: benchGithub,
  report: benchReport,
  archive: benchArchive,
};

async function main([name]: readonly string[]): Promise<void> {
  const names = name === 'all' ? Object.keys(BENCHMARKS) : [name ?? ''];
  const unknown = names.find((candidate) => !(candidate in BENCHMARKS));
  if (unknown !== undefined) {
    note(`npm run bench -- NAME, where NAME is one of: ${[...Object.keys(BENCHMARKS), 'all'].join(', ')}`);
    process.exitCode = name === undefined ? 0 : 2;
    return;
  }
  for (const candidate of names) {
    note(`${candidate}: started ${new Date().toISOString()}`);
    const run = BENCHMARKS[candidate];
    if (run) for await (const figure of run()) print(figure);
  }
}

await main(process.argv.slice(2));
// Connections of drivers may linger; everything that was started has been stopped by now.
process.exit();
