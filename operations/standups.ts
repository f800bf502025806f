import { dayIn } from '../domain/budget/day.ts';
import { briefMarkdown, standupMarkdown } from '../domain/standup/markdown.ts';
import { standup, type Standup } from '../domain/standup/standup.ts';
import { standupHeadline } from '../domain/standup/words.ts';
import type { StandupDocument } from '../store/documents/standup.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import { decodeCursor, pageFrom } from './cursor.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound } from './errors.ts';
import type { KeptStandupView, ListStandups, StandupForm, StandupSummary, StandupView } from './schemas/standup.ts';

/** What a project is told once a day, and whoever asks at any time. */
export class Standups {
  readonly #deps: Pick<Dependencies, 'store' | 'projects'>;

  constructor(deps: Pick<Dependencies, 'store' | 'projects'>) {
    this.#deps = deps;
  }

  /** Of the last 24 hours, now; nothing is kept. @throws NOT_FOUND, FORBIDDEN */
  async now(caller: Caller, slug: string): Promise<StandupView> {
    return viewOf(await this.#compute(caller, slug));
  }

  /** The same for people to read. */
  async markdown(caller: Caller, slug: string, form: StandupForm): Promise<string> {
    const computed = await this.#compute(caller, slug);
    return form === 'brief' ? briefMarkdown(computed) : standupMarkdown(computed);
  }

  /** Those that were kept, newest first. */
  async list(
    caller: Caller,
    slug: string,
    { limit, cursor }: ListStandups,
  ): Promise<{ items: StandupSummary[]; nextCursor?: string }> {
    authorize(caller, 'standups.read', slug);
    await this.#deps.projects.require(slug);
    const found = await this.#deps.store.standups.page(slug, limit + 1, decodeCursor(cursor));
    return pageFrom(found, limit, summaryOf, ({ _id }) => _id);
  }

  /** One that was kept. */
  async get(caller: Caller, id: string): Promise<KeptStandupView> {
    const kept = await this.#deps.store.standups.byId(id);
    if (!kept) throw notFound(`the standup ${id}`);
    authorize(caller, 'standups.read', kept.projectId, `the standup ${id}`);
    return { ...summaryOf(kept), standup: viewOf(kept.standup) };
  }

  async #compute(caller: Caller, slug: string): Promise<Standup> {
    authorize(caller, 'standups.read', slug);
    const project = await this.#deps.projects.require(slug);
    const at = new Date();
    return standup(await this.#deps.store.standupFacts.gather(project, at, dayIn(project.timeZone, at)));
  }
}

const viewOf = (computed: Standup): StandupView => computed as unknown as StandupView;

const summaryOf = ({ _id: id, projectId, date, standup: kept, storedAt }: StandupDocument): StandupSummary => ({
  id,
  projectId,
  date,
  headline: standupHeadline(kept),
  storedAt: storedAt.toISOString(),
});
