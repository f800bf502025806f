import { TASK_STATUSES } from '../../domain/task/vocabulary.ts';
import type { BoardCountsDocument, ProjectDocument, TaskDocument } from '../../store/models.ts';
import type { Db } from '../database.ts';

const PAGE_SIZE = 50;
const CARD = { projection: { _id: 0, card: 1, order: 1 } } as const;

/** What the API's reads ask of MongoDB, asked directly with the driver. */
export interface DirectReads {
  board(): Promise<unknown>;
  /** The board with its totals counted anew, for want of a document that holds them. */
  countedBoard(): Promise<unknown>;
  list(): Promise<unknown>;
  task(key: string): Promise<unknown>;
}

export function directReads(database: Db, project: string): DirectReads {
  const tasks = database.collection<TaskDocument>('tasks');
  const cards = (filter: Partial<TaskDocument>) =>
    tasks
      .find(filter, CARD)
      .sort({ order: 1 })
      .limit(PAGE_SIZE + 1)
      .toArray();
  const columns = () => TASK_STATUSES.map((status) => cards({ projectId: project, status }));
  const theProject = () => database.collection<ProjectDocument>('projects').findOne({ _id: project });
  return {
    board: () =>
      Promise.all([
        theProject(),
        database
          .collection<BoardCountsDocument>('boardCounts')
          .findOne({ _id: project }, { projection: { counts: 1 } }),
        ...columns(),
      ]),
    countedBoard: () =>
      Promise.all([
        theProject(),
        ...TASK_STATUSES.map((status) => tasks.countDocuments({ projectId: project, status })),
        ...columns(),
      ]),
    list: () => cards({ projectId: project }),
    task: (key) => Promise.all([tasks.findOne({ key }, { projection: { state: 1 } }), theProject()]),
  };
}
