/** The task that a row of an imported file has led to. */
export interface ImportedRowDocument {
  /** `<project>:<row>` */
  _id: string;
  projectId: string;
  taskKey: string;
  at: string;
}
