import type { EditProject, ProjectView } from '../../../operations/schemas/project.ts';
import { patch } from '../api/request.ts';
import { notice } from '../controls/notice.ts';
import { useChange } from '../people/use-change.ts';

/** Saves settings of a project. */
export const useProjectEdit = ({ slug, name }: ProjectView) =>
  useChange(
    ['projects'],
    (change: EditProject) => patch<ProjectView>(`/projects/${slug}`, change),
    () => notice.done(`${name} is saved`),
  );
