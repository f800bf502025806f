import { readFile } from 'node:fs/promises';
import { Argument, Command, Option } from 'commander';
import { splitDiff } from '../../domain/review/split-diff.ts';
import { REVIEW_SEVERITIES, REVIEW_STATUSES } from '../../domain/task/vocabulary.ts';
import type { CommandResult } from '../../operations/schemas/commands.ts';
import type { ReviewView } from '../../operations/schemas/review.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { UsageError } from '../failure.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
}

const clientFor = ({ data }: Options): ApiClient => new ApiClient(findConnection(data));

const SCORE = /^([1-9]|10)$/;

type Give = (words: readonly string[], severity: string) => object | Promise<object>;

type VerdictName = 'praise' | 'refute' | 'changeset' | 'approve';

/** What follows on the verdict, by verdict. */
const VERDICTS: Readonly<Record<VerdictName, Give>> = {
  praise: ([score = '', ...words]) => {
    if (!SCORE.test(score)) throw new UsageError('Praise needs a score, a whole number from 1 to 10.');
    return { kind: 'PRAISE', score: Number(score), comment: words.join(' ') };
  },
  refute: (words, severity) => {
    if (words.length === 0) throw new UsageError('Say what is wrong.');
    return { kind: 'REFUTE', severity, comment: words.join(' ') };
  },
  changeset: async ([file = '', ...words]) => {
    if (file === '') throw new UsageError('Name a file with a diff, as git diff writes it.');
    const files = splitDiff(await readFile(file, 'utf8'));
    if (files.length === 0) throw new UsageError(`${file} holds no diff as git diff writes it.`);
    return { kind: 'CHANGESET', files, comment: words.join(' ') };
  },
  approve: (words) => ({ kind: 'APPROVE', comment: words.join(' ') }),
};

const give = new Command('give')
  .usage('<key> praise <score> [comment] | refute <comment> | changeset <diff file> [comment] | approve [comment]')
  .description('Say what you think of the work of a task.')
  .argument('<key>', 'the task, for example MC-42')
  .addArgument(new Argument('<verdict>').choices(Object.keys(VERDICTS)))
  .argument('[words...]', 'score, comment or file')
  .addOption(
    new Option('--severity <severity>', 'of a refutation: from MAJOR on it keeps the task from DONE')
      .choices(REVIEW_SEVERITIES)
      .default('MAJOR'),
  )
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (key: string, verdict: VerdictName, words: string[], options: Options & { severity: string }) => {
    const body = await VERDICTS[verdict](words, options.severity);
    const path = `/tasks/${encodeURIComponent(key)}/commands/review`;
    const result = await clientFor(options).post<CommandResult>(path, body);
    print(options.json, result, () => `Gave ${result.reviewId}: ${result.task.key} is ${result.task.status}`);
  });

const list = new Command('list')
  .description('List reviews, newest first.')
  .option('--project <slug>', 'of one project')
  .option('--task <key>', 'of one task')
  .addOption(new Option('--status <status>', 'in one status').choices(REVIEW_STATUSES))
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (options: Options & { project?: string; task?: string; status?: string }) => {
    const { project, task, status } = options;
    const filters = Object.entries({ project, task, status }).filter(([, value]) => value !== undefined);
    const query = new URLSearchParams(filters as [string, string][]);
    const found: ReviewView[] = [];
    for await (const review of clientFor(options).all<ReviewView>(`/reviews?${query.toString()}`)) found.push(review);
    print(options.json, found, () => (found.length === 0 ? 'No reviews.' : found.map(line).join('\n')));
  });

function line({ id, status, verdict, reviewer, blocksCompletion }: ReviewView): string {
  const { kind, comment } = verdict;
  const degree = kind === 'PRAISE' ? ` ${verdict.score}/10` : kind === 'REFUTE' ? ` ${verdict.severity}` : '';
  const said = comment === '' ? '' : `: ${comment}`;
  return `${id.padEnd(12)}  ${status.padEnd(10)}  ${kind}${degree} by ${reviewer.name}${said}${blocksCompletion ? ' (blocks DONE)' : ''}`;
}

const respond = new Command('respond')
  .description('Answer a review of your work; accepting an objection takes the work back.')
  .argument('<id>', 'id of the review, for example MC-42-V1')
  .addArgument(new Argument('<answer>').choices(['accept', 'reject']))
  .argument('<comment...>', 'why')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (id: string, answer: string, words: string[], options: Options) => {
    const body = { response: answer.toUpperCase(), comment: words.join(' ') };
    const result = await clientFor(options).post<CommandResult>(`/reviews/${encodeURIComponent(id)}/respond`, body);
    const verb = answer === 'accept' ? 'Accepted' : 'Rejected';
    print(options.json, result, () => `${verb} ${id}: ${result.task.key} is ${result.task.status}`);
  });

export const reviewCommand = new Command('review')
  .description('Review work (review <key> praise|refute|changeset|approve ...), list reviews and answer them.')
  .addCommand(give, { isDefault: true })
  .addCommand(list)
  .addCommand(respond);
