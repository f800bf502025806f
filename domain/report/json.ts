import type { IncidentReport } from './report.ts';

/** The report as JSON, part by part; the long lists come last, so that nothing has to be held for them. */
export async function* jsonParts(report: IncidentReport): AsyncGenerator<string> {
  const { task, integrity, approvals, reviews, executions, runs } = report;
  const short = JSON.stringify({ task, integrity, approvals, reviews, executions, runs });
  yield short.slice(0, -1);
  yield* list('timeline', report.timeline());
  yield* list('messages', report.conversation());
  yield '}';
}

async function* list(name: string, items: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<string> {
  yield `,"${name}":[`;
  let comma = '';
  for await (const item of items) {
    yield `${comma}${JSON.stringify(item)}`;
    comma = ',';
  }
  yield ']';
}
