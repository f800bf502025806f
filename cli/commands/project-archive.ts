import { constants, createWriteStream, openAsBlob } from 'node:fs';
import { access, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import type { ArchiveView, RestorationView } from '../../operations/schemas/archive.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { UsageError } from '../failure.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

const PAUSE_MS = 500;

interface Options {
  readonly data: string;
  readonly json?: boolean;
}

export const projectExport = new Command('export')
  .description('Write everything of a project to one file, without secrets.')
  .argument('<slug>')
  .requiredOption('--output <file>', 'where to write it, for example web.tar.gz')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (slug: string, { data, json, output }: Options & { output: string }) => {
    const client = new ApiClient(findConnection(data));
    const unfinished = `${output}.unfinished`;
    try {
      const chunks = client.chunks(`/projects/${encodeURIComponent(slug)}/archive`);
      await pipeline(Readable.from(chunks), createWriteStream(unfinished, { mode: 0o600 }));
      await rename(unfinished, output);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    const { size: bytes } = await stat(output);
    print(
      json,
      { file: output, bytes },
      () => `Wrote ${output} (${bytes} bytes). It has no secrets, and everything else.`,
    );
  });

export const projectRestore = new Command('restore')
  .description('Make a project of such a file. Where that was cut off, the same file again goes on.')
  .argument('<file>')
  .option('--name <name>', 'what the project is called here (its short name and its keys stay)')
  .option('--check', 'only say whether the file is whole, and what is in the way here')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (file: string, options: Options & { name?: string; check?: true }) => {
    const client = new ApiClient(findConnection(options.data));
    if (options.check) {
      const archive = await client.upload<ArchiveView>('/restorations?check=true', await opened(file));
      print(options.json, archive, () => archiveInWords(archive));
      return;
    }
    const query = options.name === undefined ? '' : `?${new URLSearchParams({ name: options.name }).toString()}`;
    const begun = await client.upload<RestorationView>(`/restorations${query}`, await opened(file));
    const ended = await followed(client, begun, options.json === true);
    print(options.json, ended, () => restorationInWords(ended));
    if (ended.state !== 'DONE') process.exitCode = 1;
  });

/** Read while it is sent. */
async function opened(file: string): Promise<Blob> {
  await access(file, constants.R_OK).catch(() => {
    throw new UsageError(`There is no file ${file} that can be read.`);
  });
  return openAsBlob(file);
}

/** Says how far it is until it has ended. */
async function followed(client: ApiClient, begun: RestorationView, isQuiet: boolean): Promise<RestorationView> {
  let now = begun;
  let said = '';
  while (now.state === 'RUNNING') {
    const line = `${now.step === 'DOCUMENTS' ? 'Writing tasks' : 'Starting open tasks'}: ${now.done} of ${now.total}`;
    if (!isQuiet && line !== said) process.stderr.write(`${line}\n`);
    said = line;
    await setTimeout(PAUSE_MS);
    now = await client.get<RestorationView>(`/restorations/${begun.slug}`);
  }
  return now;
}

function archiveInWords({ project, counts, exportedAt, productVersion, obstacles }: ArchiveView): string {
  const { tasks, openTasks, events, files } = counts;
  return [
    `The archive is whole: ${project.name} (${project.slug}), of ${exportedAt}, by Mission Control ${productVersion}.`,
    `${tasks} tasks, ${openTasks} of them open, with ${events} events; ${files} files.`,
    ...(obstacles.length === 0 ? ['It can be restored here.'] : obstacles.map((one) => `Not here: ${one}.`)),
  ].join('\n');
}

function restorationInWords({ slug, state, failure, finishedAt, notes }: RestorationView): string {
  if (state !== 'DONE') {
    const why = failure ?? 'whoever did it is gone';
    return `${slug} is not restored yet, and hidden: ${why}. Restore the same file again to go on.`;
  }
  const todo = notes.length === 0 ? [] : ['To be done by hand:', ...notes.map((note) => `  ${note}`)];
  return [`${slug} is restored (${finishedAt}). Prove it with \`mission-control verify --all\`.`, ...todo].join('\n');
}
