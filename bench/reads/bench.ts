import { startServers } from '../../local/servers.ts';
import { absolute, note, ratio, type Figure } from '../figure.ts';
import { median } from '../statistics.ts';
import { withoutForeignServers, withTemporaryFolder } from '../temporary-stack.ts';
import { timed } from '../timing.ts';
import { createCorpus, type Corpus } from './corpus.ts';

const SIZES = [1_000, 20_000];
const ROUNDS = 150;
const WARM_UP_ROUNDS = 60;

type Samples = Record<
  'floor' | 'board' | 'list' | 'task' | 'directBoard' | 'countedBoard' | 'directList' | 'directTask',
  number[]
>;

/** Reading through the HTTP API, against the same queries on MongoDB. */
export async function* benchReads(): AsyncGenerator<Figure> {
  yield* await withTemporaryFolder(async (dataDir) => {
    withoutForeignServers();
    const servers = await startServers({ dataDir, quiet: true });
    const corpora: Corpus[] = [];
    try {
      for (const size of SIZES) corpora.push(await createCorpus(servers, dataDir, size));
      return figuresOf(await sample(corpora));
    } finally {
      for (const corpus of corpora) await corpus.close();
      await servers.stop();
    }
  });
}

/** In each round every read once on every corpus, so that all of them see the same machine. */
async function sample(corpora: readonly Corpus[]): Promise<Samples[]> {
  for (let round = 0; round < WARM_UP_ROUNDS; round++)
    for (const corpus of corpora) await measure(corpus, emptySamples());
  const all = corpora.map(emptySamples);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, corpus] of corpora.entries()) await measure(corpus, all[index] ?? emptySamples());
    if (round % 50 === 0) note(`round ${round} of ${ROUNDS}`);
  }
  return all;
}

const emptySamples = (): Samples => ({
  floor: [],
  board: [],
  list: [],
  task: [],
  directBoard: [],
  countedBoard: [],
  directList: [],
  directTask: [],
});

async function measure({ http, direct, boardPath, listPath, nextKey }: Corpus, samples: Samples): Promise<void> {
  const [key, directKey] = [nextKey(), nextKey()];
  samples.floor.push(await timed(() => http.get('/session')));
  samples.board.push(await timed(() => http.get(boardPath)));
  samples.directBoard.push(await timed(() => direct.board()));
  samples.list.push(await timed(() => http.get(listPath)));
  samples.directList.push(await timed(() => direct.list()));
  samples.task.push(await timed(() => http.get(`/tasks/${key}`)));
  samples.directTask.push(await timed(() => direct.task(directKey)));
  samples.countedBoard.push(await timed(() => direct.countedBoard()));
}

function figuresOf(samples: readonly Samples[]): Figure[] {
  const [small, large] = samples;
  if (!small || !large) return [];
  return [
    ...ratiosOf(small, '1k'),
    ...ratiosOf(large, '20k'),
    absolute('reads.floor_p50_ms', median(small.floor), 'ms'),
    ratio('reads.board_p50_20k_over_1k', median(large.board), median(small.board), 'ms'),
    ratio('reads.list50_p50_20k_over_1k', median(large.list), median(small.list), 'ms'),
  ];
}

const ratiosOf = (samples: Samples, size: string): Figure[] => [
  ratio(`reads.board_p50_ratio_${size}`, median(samples.board), median(samples.directBoard), 'ms'),
  ratio(`reads.board_counted_p50_ratio_${size}`, median(samples.board), median(samples.countedBoard), 'ms'),
  ratio(`reads.list50_p50_ratio_${size}`, median(samples.list), median(samples.directList), 'ms'),
  ratio(`reads.task_p50_ratio_${size}`, median(samples.task), median(samples.directTask), 'ms'),
];
