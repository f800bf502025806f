import { expect, test } from '@jest/globals';
import { mayBeResult, parseMessage, requestIdOf, type ResultMessage } from './messages.ts';
import { totalsOf, usageOfRun } from './usage.ts';

test.each(['', 'Warning: odd', '{"type":', '[]', 'null', '"text"', '{"type":"news"}', '{"type":"system"}'])(
  'nothing is made of %j',
  (line) => {
    expect(parseMessage(line)).toBeUndefined();
  },
);

test.each(['assistant', 'result', 'control_request', 'control_response'])('an empty %s harms nobody', (type) => {
  expect(() => parseMessage(JSON.stringify({ type }))).not.toThrow();
  expect(() =>
    parseMessage(JSON.stringify({ type, message: [], request: 1, response: 'x', usage: null })),
  ).not.toThrow();
});

const resultOf = (fields: object) => parseMessage(JSON.stringify({ type: 'result', ...fields })) as ResultMessage;

test('only a plain false is no error', () => {
  expect([false, true, undefined, 'false'].map((value) => resultOf({ is_error: value }).isError)).toEqual([
    false,
    true,
    true,
    true,
  ]);
});

test('errors are the text of a result that has none', () => {
  expect(resultOf({ errors: ['one', 2, 'three'] }).text).toBe('one\n\nthree');
});

const TOKENS = { inputTokens: 10, outputTokens: 2, cacheReadInputTokens: 3, cacheCreationInputTokens: 4 };
const result = resultOf({
  is_error: false,
  total_cost_usd: 0.0024,
  usage: { input_tokens: 5, output_tokens: 1 },
  modelUsage: { haiku: { ...TOKENS, costUSD: 0.0004 }, opus: { ...TOKENS, costUSD: 0.002 } },
});

test('all models count, and the dearest is named', () => {
  expect(usageOfRun(result, undefined, 'ESTIMATED')).toEqual({
    model: 'opus',
    inputTokens: 20,
    outputTokens: 4,
    cacheReadTokens: 6,
    cacheWriteTokens: 8,
    costMicros: 2400,
    costSource: 'ESTIMATED',
  });
});

test('a session that was paid for before costs what came since', () => {
  const earlier = { ...totalsOf(result), inputTokens: 15, outputTokens: 4, costMicros: 1600 };
  expect(usageOfRun(result, earlier, 'ESTIMATED')).toMatchObject({
    inputTokens: 5,
    outputTokens: 0,
    cacheReadTokens: 0,
    costMicros: 800,
  });
});

test('a CLI that counts anew for each run is believed', () => {
  const earlier = { ...totalsOf(result), inputTokens: 500, costMicros: 100_000 };
  expect(usageOfRun(result, earlier, 'ESTIMATED')).toMatchObject({ inputTokens: 20, costMicros: 2400 });
});

test('tokens of the run count where those of the session are not told', () => {
  const plain = resultOf({ is_error: false, total_cost_usd: 0.001, usage: { input_tokens: 5, output_tokens: 1 } });
  expect(usageOfRun(plain, undefined, 'SUBSCRIPTION')).toMatchObject({ inputTokens: 5, outputTokens: 1 });
});

test('a cut request is still known by its name', () => {
  expect(requestIdOf('{"type":"control_request","request_id":"b09f-1","request":{"subt')).toBe('b09f-1');
  expect(requestIdOf('{"type":"assistant","request_id":"b09f-1"')).toBeUndefined();
});

test('a question of a hook for something else is not taken for one about a tool', () => {
  const request = { subtype: 'hook_callback', callback_id: 'policy', input: { hook_event_name: 'Stop' } };
  const line = JSON.stringify({ type: 'control_request', request_id: 'x', request });
  expect(parseMessage(line)).toMatchObject({ request: { kind: 'UNKNOWN', subtype: 'hook_callback' } });
});

test('what is cut and does not say what it is may be a result', () => {
  expect(['{"duration_api_ms":1,"perm', '{"type":"result","sub', '{"type":"assistant","mess'].map(mayBeResult)).toEqual(
    [true, true, false],
  );
});
