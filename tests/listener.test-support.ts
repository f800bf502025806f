import type { Json, TestApi } from './api.test-support.ts';
import { eventually } from './stack.test-support.ts';

interface StreamEvent {
  readonly name: string;
  readonly id: string | undefined;
  readonly data: Json;
}

interface ListenOptions {
  readonly query?: string;
  readonly lastEventId?: string | undefined;
  /** Instead of the owner's. */
  readonly token?: string;
}

/** Somebody who listens to the live stream. */
export class Listener {
  readonly events: StreamEvent[] = [];
  /** Whether the server has ended the stream. */
  hasEnded = false;
  readonly #closing = new AbortController();

  static async open(api: TestApi, { query = '', lastEventId, token }: ListenOptions = {}): Promise<Listener> {
    const listener = new Listener();
    const response = await fetch(`${api.url}/api/v1/stream${query}`, {
      headers: {
        authorization: `Bearer ${token ?? api.tokens.owner}`,
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      },
      signal: listener.#closing.signal,
    });
    const type = response.headers.get('content-type') ?? '';
    if (!type.startsWith('text/event-stream')) throw new Error(`${response.status} ${type} is not a stream`);
    listener.#read(response.body!.pipeThrough(new TextDecoderStream())).catch(() => undefined);
    return listener;
  }

  next(wanted: (event: StreamEvent) => boolean): Promise<StreamEvent> {
    return eventually(() => this.events.find(wanted));
  }

  close(): void {
    this.#closing.abort();
  }

  async #read(stream: ReadableStream<string>): Promise<void> {
    let rest = '';
    for await (const chunk of stream as unknown as AsyncIterable<string>) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    }
    this.hasEnded = true;
  }

  #take(block: string): void {
    const field = (name: string) =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    const [name, data] = [field('event'), field('data')];
    if (name && data) this.events.push({ name, id: field('id'), data: JSON.parse(data) });
  }
}
