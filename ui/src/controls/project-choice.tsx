import { useQuery } from '@tanstack/react-query';
import { projectsQuery } from '../api/queries.ts';
import { Select } from './field.tsx';

interface ProjectChoiceProps {
  readonly slug: string | undefined;
  readonly onChoose: (slug: string | undefined) => void;
}

/** One of the projects that one sees, or all of them. */
export function ProjectChoice({ slug, onChoose }: ProjectChoiceProps) {
  const projects = useQuery(projectsQuery).data?.items ?? [];
  return (
    <Select
      aria-label="Project"
      className="w-auto! max-w-44 text-[13px]! max-md:max-w-none"
      value={slug ?? ''}
      onChange={({ target }) => onChoose(target.value || undefined)}
    >
      <option value="">All projects</option>
      {projects.map((project) => (
        <option key={project.slug} value={project.slug}>
          {project.name}
        </option>
      ))}
    </Select>
  );
}
