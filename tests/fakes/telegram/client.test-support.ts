import { afterEach } from '@jest/globals';
import { FakeTelegram } from './fake-telegram.ts';

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly ok: boolean;
  readonly result: never;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: object;
}

const started: FakeTelegram[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((telegram) => telegram.stop()));
});

export class TestClock {
  #now = Date.UTC(2026, 10, 22, 12);
  now = (): number => this.#now;

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** A server, a forum and somebody in it, and calls to its API. */
export async function start(options: Parameters<typeof FakeTelegram.start>[0] = { limits: false }) {
  const telegram = await FakeTelegram.start(options);
  started.push(telegram);
  const call = async (method: string, payload: object = {}, signal?: AbortSignal): Promise<Answer> => {
    const response = await fetch(`${telegram.apiRoot}/bot${telegram.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
      ...(signal && { signal }),
    });
    const body = (await response.json()) as Omit<Answer, 'status' | 'retryAfter'>;
    return { ...body, status: response.status, retryAfter: response.headers.get('retry-after') };
  };
  const ask = async <Result>(method: string, payload: object = {}): Promise<Result> => {
    const answer = await call(method, payload);
    if (!answer.ok) throw new Error(answer.description);
    return answer.result;
  };
  const forum = telegram.addGroup('Mission', { isForum: true });
  const ann = telegram.addUser('Ann', { username: 'ann' });
  const chat_id = forum.id;
  await ask('getUpdates', { offset: -1 });
  const newest = await ask<{ update_id: number }[]>('getUpdates', { offset: -1 });
  await ask('getUpdates', { offset: (newest[0]?.update_id ?? 0) + 1 });
  const createTopic = async (name: string): Promise<number> =>
    (await ask<{ message_thread_id: number }>('createForumTopic', { chat_id, name })).message_thread_id;
  return { telegram, call, ask, forum, ann, chat_id, createTopic };
}
