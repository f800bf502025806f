import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the model answers: words, or a call of a tool. */
export type ModelTurn = { readonly text: string } | { readonly tool: string; readonly input: object };

/** The service of the models as the CLI sees it: streams one turn after the other, the last one again and again. */
export interface AnthropicApi {
  readonly url: string;
  /** The last message of each request, as JSON. */
  readonly received: readonly string[];
  close(): Promise<void>;
}

export async function startAnthropicApi(turns: readonly ModelTurn[]): Promise<AnthropicApi> {
  const received: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST' || !request.url?.startsWith('/v1/messages?')) {
      response.writeHead(404).end('{}');
      return;
    }
    const { model, messages } = JSON.parse(Buffer.concat(chunks).toString()) as { model: string; messages: unknown[] };
    received.push(JSON.stringify(messages));
    const turn = turns[received.length - 1] ?? turns.at(-1);
    if (turn) streamTurn(response, received.length, model, turn);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type ApiEvent = Readonly<Record<string, unknown>> & { readonly type: string };

function streamTurn(response: ServerResponse, count: number, model: string, turn: ModelTurn): void {
  const send = (event: ApiEvent) => response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const usage = { input_tokens: 100, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 };
  const message = { id: `msg_${count}`, type: 'message', role: 'assistant', model, content: [], stop_reason: null };
  send({ type: 'message_start', message: { ...message, stop_sequence: null, usage } });
  for (const event of blockOf(turn, count)) send(event);
  const end = { stop_reason: 'text' in turn ? 'end_turn' : 'tool_use', stop_sequence: null };
  send({ type: 'message_delta', delta: end, usage: { output_tokens: 20 } });
  send({ type: 'message_stop' });
  response.end();
}

function blockOf(turn: ModelTurn, count: number): readonly ApiEvent[] {
  const [block, delta] =
    'text' in turn
      ? [
          { type: 'text', text: '' },
          { type: 'text_delta', text: turn.text },
        ]
      : [
          { type: 'tool_use', id: `toolu_${count}`, name: turn.tool, input: {} },
          { type: 'input_json_delta', partial_json: JSON.stringify(turn.input) },
        ];
  return [
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
  ];
}
