import { requireFamily } from '../family.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../dependencies.ts';
import { OperationError } from '../errors.ts';
import type { ImportTasks, ImportView, PreviewImport } from '../schemas/import.ts';
import type { Tasks } from '../tasks.ts';
import { readRows } from './read-rows.ts';
import { namesIn, tasksOfRows, type ImportRow } from './task-of-row.ts';
import { inGroups, problemsOfLinks } from './links.ts';

/** So many tasks are created side by side. */
const AT_ONCE = 4;
const COUNTED = { NEW: 0, EXISTS: 0, INVALID: 0, CREATED: 0, FAILED: 0 } as const;

type RowView = ImportView['rows'][number];
type Outcome = Pick<RowView, 'state' | 'taskKey'> & Partial<Pick<RowView, 'errors'>>;

interface LookedRow {
  readonly row: ImportRow;
  readonly view: RowView;
}

/** Tasks from files. */
export class Imports {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
  }

  /** What importing a file would do, row by row; nothing is created. */
  async preview(caller: Caller, slug: string, file: PreviewImport): Promise<ImportView> {
    authorize(caller, 'tasks.import', slug);
    const { looked, ignored } = await this.#read(slug, file);
    return viewOf(
      looked.map(({ view }) => view),
      ignored,
    );
  }

  /**
   * Creates the tasks of a file that no earlier import has created. It may be repeated, also by somebody else and after it
   * was cut off: a row leads to one task.
   * @throws INVALID where rows are wrong and that was not expected: nothing is created then
   */
  async import(caller: Caller, slug: string, { skipInvalid, ...file }: ImportTasks): Promise<ImportView> {
    authorize(caller, 'tasks.import', slug);
    const { looked, ignored } = await this.#read(slug, file);
    if (!skipInvalid) requireValid(looked.map(({ view }) => view));
    const fresh = looked.filter(({ view }) => view.state === 'NEW').map(({ row }) => row);
    const outcomes = new Map<string, Outcome>();
    for (const group of inGroups(fresh)) {
      for (let from = 0; from < group.length; from += AT_ONCE) {
        const some = group.slice(from, from + AT_ONCE);
        const made = await Promise.all(some.map((row) => this.#create(caller, slug, row, outcomes)));
        some.forEach(({ ref }, index) => outcomes.set(ref, made[index] as Outcome));
      }
    }
    const views = looked.map(({ row, view }) => (view.state === 'NEW' ? { ...view, ...outcomes.get(row.ref) } : view));
    return viewOf(views, ignored);
  }

  async #read(slug: string, { format, text, type }: PreviewImport) {
    await this.#deps.projects.require(slug);
    const { imports } = this.#deps.store;
    const written = readRows(format, text);
    const named = await imports.tasksOf(slug, namesIn(written));
    const { rows, ignored } = tasksOfRows(written, { project: slug, type, known: named });
    const known = await imports.tasksOf(
      slug,
      rows.map(({ ref }) => ref),
    );
    const alone = await Promise.all(
      rows.map(async (row) => ({ row, view: await this.#look(slug, row, known.get(row.ref)) })),
    );
    return { looked: withProblemsOfLinks(alone), ignored };
  }

  async #look(slug: string, row: ImportRow, taskKey: string | undefined): Promise<RowView> {
    const { line, ref, title, task } = row;
    if (taskKey !== undefined) return { line, ref, title, state: 'EXISTS', taskKey, errors: [] };
    const errors = task ? await this.#problemsOfFamily(slug, task) : row.errors;
    return { line, ref, title, state: errors.length === 0 ? 'NEW' : 'INVALID', errors: [...errors] };
  }

  async #problemsOfFamily(slug: string, task: NonNullable<ImportRow['task']>) {
    try {
      await requireFamily(this.#deps.store, slug, task);
      return [];
    } catch (error) {
      return problemsIn(error);
    }
  }

  /** @param before what became of the rows that it may name, by their refs. */
  async #create(
    caller: Caller,
    slug: string,
    { ref, task, links }: ImportRow,
    before: ReadonlyMap<string, Outcome>,
  ): Promise<Outcome> {
    const keyOf = (name: string) => before.get(name)?.taskKey;
    const lost = [links.parent ?? [], links.dependsOn].flat().find((name) => keyOf(name) === undefined);
    if (!task || lost !== undefined) {
      const message = `the task ${lost ?? ref} of the file was not created`;
      return { state: 'FAILED', errors: [{ path: '', message }] };
    }
    const parent = links.parent === undefined ? task.parent : keyOf(links.parent);
    const dependsOn = [...task.dependsOn, ...links.dependsOn.flatMap((name) => keyOf(name) ?? [])];
    const linked = { ...task, ...(parent !== undefined && { parent }), dependsOn };
    try {
      const { task: created } = await this.#tasks.createOnce(caller, linked, `import:${slug}:${ref}`);
      await this.#deps.store.imports.note(slug, ref, created.key);
      return { state: 'CREATED', taskKey: created.key };
    } catch (error) {
      return { state: 'FAILED', errors: problemsIn(error) };
    }
  }
}

/** Rows that could be created alone, but name others that cannot, are not valid either. */
function withProblemsOfLinks(looked: readonly LookedRow[]): LookedRow[] {
  const inState = (state: RowView['state']) => looked.filter(({ view }) => view.state === state).map(({ row }) => row);
  const wrong = new Set(inState('INVALID').map(({ ref }) => ref));
  const problems = problemsOfLinks(inState('NEW'), (ref) => wrong.has(ref));
  return looked.map(({ row, view }) => {
    const errors = view.state === 'NEW' ? problems.get(row.ref) : undefined;
    return { row, view: errors ? { ...view, state: 'INVALID', errors: [...errors] } : view };
  });
}

function requireValid(rows: readonly RowView[]): void {
  const errors = rows.flatMap(({ line, state, errors: own }) =>
    state === 'INVALID' ? own.map(({ path, message }) => ({ path: `line ${line}: ${path}`, message })) : [],
  );
  if (errors.length > 0) throw new OperationError('INVALID', 'some tasks of the file are not valid', { errors });
}

/** @throws what is nobody's fault who wrote the file */
function problemsIn(error: unknown): { path: string; message: string }[] {
  if (!(error instanceof OperationError) || error.code === 'UNAVAILABLE') throw error;
  return error.errors.length > 0 ? [...error.errors] : [{ path: '', message: error.message }];
}

function viewOf(rows: RowView[], ignored: readonly string[]): ImportView {
  const counts = { ...COUNTED } as Record<RowView['state'], number>;
  for (const { state } of rows) counts[state] += 1;
  return { rows, counts, ignored: [...ignored] };
}
