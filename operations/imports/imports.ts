import { requireFamily } from '../family.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../dependencies.ts';
import { OperationError } from '../errors.ts';
import type { ImportTasks, ImportView, PreviewImport } from '../schemas/import.ts';
import type { Tasks } from '../tasks.ts';
import { readRows } from './read-rows.ts';
import { tasksOfRows, type ImportRow } from './task-of-row.ts';

/** So many tasks are created side by side. */
const AT_ONCE = 4;
const COUNTED = { NEW: 0, EXISTS: 0, INVALID: 0, CREATED: 0, FAILED: 0 } as const;

type RowView = ImportView['rows'][number];

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
    const { rows, ignored } = await this.#read(slug, file);
    return viewOf(
      rows.map(({ view }) => view),
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
    const { rows, ignored } = await this.#read(slug, file);
    if (!skipInvalid) requireValid(rows.map(({ view }) => view));
    const views: RowView[] = [];
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const some = rows.slice(from, from + AT_ONCE);
      views.push(...(await Promise.all(some.map((row) => this.#create(caller, slug, row)))));
    }
    return viewOf(views, ignored);
  }

  async #read(slug: string, { format, text, type }: PreviewImport) {
    await this.#deps.projects.require(slug);
    const { rows, ignored } = tasksOfRows(readRows(format, text), { project: slug, type });
    const known = await this.#deps.store.imports.tasksOf(
      slug,
      rows.map(({ ref }) => ref),
    );
    const looked = await Promise.all(
      rows.map(async (row) => ({ row, view: await this.#look(slug, row, known.get(row.ref)) })),
    );
    return { rows: looked, ignored };
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

  async #create(caller: Caller, slug: string, { row, view }: { row: ImportRow; view: RowView }): Promise<RowView> {
    if (view.state !== 'NEW' || !row.task) return view;
    try {
      const { task } = await this.#tasks.createOnce(caller, row.task, `import:${slug}:${row.ref}`);
      await this.#deps.store.imports.note(slug, row.ref, task.key);
      return { ...view, state: 'CREATED', taskKey: task.key };
    } catch (error) {
      return { ...view, state: 'FAILED', errors: problemsIn(error) };
    }
  }
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
