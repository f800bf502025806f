import { timed, until } from '../timing.ts';

/**
 * One task from creation to DONE, as either side carries it out. `dispatch` starts the execution's workflow, whose
 * activity `complete` completes by id.
 */
export interface Life {
  create(): Promise<unknown>;
  assign(): Promise<unknown>;
  plan(): Promise<unknown>;
  dispatch(): Promise<unknown>;
  claim(): Promise<unknown>;
  /** Whether the execution's activity is open. */
  isHeld(): Promise<boolean>;
  complete(): Promise<unknown>;
  /** Whether the result has been stored. */
  isReviewable(): Promise<boolean>;
  requestApproval(): Promise<unknown>;
  decideApproval(): Promise<unknown>;
  finish(): Promise<unknown>;
  /** Ids of the workflows it is made of. */
  readonly workflowIds: readonly string[];
}

/** Begins lives; `number` is different for each. */
export type Lives = (number: number) => Life;

type CommandName = Exclude<keyof Life, 'isHeld' | 'isReviewable' | 'complete' | 'create' | 'workflowIds'>;

/** Lives one life. Answers how long each command took until it was answered, in milliseconds, creation left out. */
export async function liveOnce(life: Life): Promise<number[]> {
  const latencies: number[] = [];
  const command = async (name: CommandName) => latencies.push(await timed(() => life[name]()));

  await life.create();
  await command('assign');
  await command('plan');
  await command('dispatch');
  await command('claim');
  await until('the lease is held', () => life.isHeld());
  await life.complete();
  await until('the result is stored', () => life.isReviewable());
  await command('requestApproval');
  await command('decideApproval');
  await command('finish');
  return latencies;
}
