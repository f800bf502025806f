import { Command } from 'commander';
import type { Check } from '../../local/diagnosis.ts';
import { terminalProgress } from '../../local/progress.ts';
import { cacheFolder } from '../../local/provision/cache.ts';
import { EXIT } from '../failure.ts';
import { dataOption, jsonOption } from '../options.ts';

interface DoctorOptions {
  readonly data: string;
  readonly json?: boolean;
}

export const doctorCommand = new Command('doctor')
  .description('Tell what the local stack would use on this machine and what is missing.')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(doctor);

async function doctor({ data, json = false }: DoctorOptions): Promise<void> {
  const environment = process.env;
  const progress = terminalProgress({ verbose: Boolean(environment['DEBUG']) });
  const { diagnose } = await import('../../local/diagnosis.ts');
  const checks = await diagnose({ environment, cacheFolder: cacheFolder(environment), progress }, data);
  const ok = checks.every((check) => check.ok);
  process.stdout.write(json ? `${JSON.stringify({ ok, checks })}\n` : describe(checks, ok));
  process.exitCode = ok ? EXIT.success : EXIT.failure;
}

function describe(checks: readonly Check[], ok: boolean): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(({ name, ok, detail }) => `${ok ? 'ok     ' : 'missing'}  ${name.padEnd(width)}  ${detail}`);
  const verdict = ok ? 'The local stack can start: `mission-control up`.' : 'The local stack cannot start yet.';
  return `${lines.join('\n')}\n${verdict}\n`;
}
