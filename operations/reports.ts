import { mergeCostGroups, sumOfCosts } from '../domain/analytics/costs.ts';
import { addDays, dayBounds, dayIn } from '../domain/budget/day.ts';
import { Beginning } from '../domain/report/beginning.ts';
import { jsonParts } from '../domain/report/json.ts';
import { markdownParts } from '../domain/report/markdown.ts';
import {
  projectJsonParts,
  projectMarkdownParts,
  type ProjectReport,
  type ProjectReportHead,
} from '../domain/report/project-report.ts';
import { ReportBuilder, timelineEntry, type IncidentReport, type TimelineEntry } from '../domain/report/report.ts';
import type { TaskEvent } from '../domain/task/events.ts';
import { ChainCheck } from '../store/hash-chain.ts';
import type { ProjectDocument } from '../store/models.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import type { ReportQuery } from './schemas/report.ts';
import type { Tasks } from './tasks.ts';

/** Days of a report that says nothing of its period, today included. */
const DAYS = 7;

/** What a report holds while it is told, in characters: the timeline of some 12,000 events, and short conversations. */
const TIMELINE_KEPT = 4_000_000;
const COMMENTS_KEPT = 1_000_000;

export type ReportForm = 'md' | 'json';

/** Incident reports: what happened, provably. They are written while they are read, however long a log is. */
export class Reports {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
  }

  /** Of one task, part by part, also while it runs: up to its last event of this moment. @throws NOT_FOUND, FORBIDDEN */
  async parts(caller: Caller, key: string, form: ReportForm): Promise<AsyncIterable<string>> {
    const { id } = await this.#tasks.lookup.authorized(caller, 'tasks.report', key);
    const report = await this.#read(id, key);
    return form === 'md' ? markdownParts(report) : jsonParts(report);
  }

  /** The same in one piece. */
  async markdown(caller: Caller, key: string): Promise<string> {
    const texts: string[] = [];
    for await (const part of await this.parts(caller, key, 'md')) texts.push(part);
    return texts.join('');
  }

  /** Of what happened in a project in some days, or of some of its tasks, with what it cost. @throws NOT_FOUND, FORBIDDEN */
  async projectParts(
    caller: Caller,
    slug: string,
    query: ReportQuery,
    form: ReportForm,
  ): Promise<AsyncIterable<string>> {
    authorize(caller, 'tasks.report', slug);
    const project = await this.#deps.projects.require(slug);
    const found = query.tasks ? await this.#chosen(project, query.tasks) : await this.#ofPeriod(project, query);
    const report: ProjectReport = {
      head: found.head,
      isWhole: query.detail === 'full',
      reports: () => this.#readAll(found.ids, found.head.keys),
    };
    return form === 'md' ? projectMarkdownParts(report) : projectJsonParts(report);
  }

  async *#readAll(ids: readonly string[], keys: readonly string[]): AsyncGenerator<IncidentReport> {
    for (const [index, id] of ids.entries()) yield await this.#read(id, keys[index] ?? id);
  }

  async #read(taskId: string, key: string): Promise<IncidentReport> {
    const { history, tasks } = this.#deps.store;
    // Looked up first: what is stored of the log by then may be more, but never less.
    const document = await tasks.byKey(key);
    const builder = new ReportBuilder();
    const check = new ChainCheck();
    const timeline = new Beginning<TimelineEntry>(TIMELINE_KEPT);
    const comments = new Beginning<TaskEvent>(COMMENTS_KEPT);
    let lastSeq = 0;
    for await (const event of history.log(taskId)) {
      builder.add(event);
      check.add(event);
      lastSeq = event.seq;
      const entry = timelineEntry(event);
      timeline.add(lastSeq, entry, entry.what.length);
      if (event.type === 'task.commented') comments.add(lastSeq, event, event.data.body.length);
    }
    const facts = builder.facts();
    if (!facts) throw notFound(`the history of ${key}`);
    return {
      ...facts,
      integrity: check.result(document?.seq),
      timeline: async function* () {
        yield* timeline.items;
        const afterSeq = timeline.cutOffAt;
        if (afterSeq === undefined) return;
        for await (const event of history.log(taskId, { afterSeq, lastSeq })) yield timelineEntry(event);
      },
      conversation: async function* () {
        for (const event of comments.items) yield* builder.message(event);
        const afterSeq = comments.cutOffAt;
        if (afterSeq === undefined) return;
        for await (const event of history.log(taskId, { afterSeq, lastSeq, type: 'task.commented' })) {
          yield* builder.message(event);
        }
      },
    };
  }

  async #chosen(project: ProjectDocument, keys: readonly string[]): Promise<Found> {
    const found = await this.#deps.store.tasks.byKeys(keys);
    const missing = keys.filter((key) => !found.some((task) => task.key === key && task.projectId === project._id));
    if (missing.length > 0) throw notFound(`the task ${missing[0]} of ${project._id}`);
    const costs = found.map(({ spending, type }) => {
      const { costMicros: micros, inputTokens, outputTokens, runs } = spending;
      return { key: type, label: type, micros, inputTokens, outputTokens, runs };
    });
    return {
      ids: found.map(({ id }) => id),
      head: {
        project: { slug: project._id, name: project.name },
        keys: found.map(({ key }) => key),
        costs: { total: sumOfCosts(costs), byAgent: [], byModel: [], byType: mergeCostGroups(costs) },
      },
    };
  }

  async #ofPeriod({ _id: slug, name, timeZone }: ProjectDocument, { from, until }: ReportQuery): Promise<Found> {
    const last = until ?? dayIn(timeZone, new Date());
    const first = from ?? addDays(last, 1 - DAYS);
    if (first > last) {
      const message = 'must not be after the last day';
      throw new OperationError('INVALID', message, { errors: [{ path: 'from', message }] });
    }
    const { store } = this.#deps;
    const [touched, days] = await Promise.all([
      store.history.tasksWithEvents(slug, dayBounds(timeZone, first).from, dayBounds(timeZone, last).until),
      store.costs.days([slug], first),
    ]);
    const within = days.filter(({ day }) => day <= last);
    return {
      ids: touched.map(({ id }) => id),
      head: {
        project: { slug, name },
        period: { from: first, until: last, timeZone },
        keys: touched.map(({ key }) => key),
        costs: {
          total: sumOfCosts(within.map(({ total }) => total)),
          byAgent: mergeCostGroups(within.flatMap(({ byAgent }) => byAgent)),
          byModel: mergeCostGroups(within.flatMap(({ byModel }) => byModel)),
          byType: mergeCostGroups(within.flatMap(({ byType }) => byType)),
        },
      },
    };
  }
}

interface Found {
  readonly ids: readonly string[];
  readonly head: ProjectReportHead;
}
