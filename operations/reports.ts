import { renderMarkdown } from '../domain/report/markdown.ts';
import { ReportBuilder, type IncidentReport } from '../domain/report/report.ts';
import { hashOf } from '../store/hash-chain.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound } from './errors.ts';
import type { Tasks } from './tasks.ts';

/** Incident reports: what happened, provably. */
export class Reports {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
  }

  async json(caller: Caller, key: string): Promise<IncidentReport> {
    const { id } = await this.#tasks.lookup.authorized(caller, 'tasks.report', key);
    const builder = new ReportBuilder();
    let previous = '';
    let firstHash = '';
    let events = 0;
    let verified = true;
    for await (const event of this.#deps.store.history.log(id)) {
      builder.add(event);
      events += 1;
      verified &&= event.seq === events && event.previousHash === previous && event.hash === hashOf(event, previous);
      previous = event.hash;
      if (events === 1) firstHash = event.hash;
    }
    const report = builder.build({ events, firstHash, lastHash: previous, verified });
    if (!report) throw notFound(`the history of ${key}`);
    return report;
  }

  async markdown(caller: Caller, key: string): Promise<string> {
    return renderMarkdown(await this.json(caller, key));
  }
}
