import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { post } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { fieldError, FormError } from '../controls/form-error.tsx';

const RestoreForm = lazy(() => import('../archive/restore-form.tsx'));

const FIELDS = ['name', 'slug', 'keyPrefix'];

/** Makes a project, from nothing or of a file. */
export default function NewProjectDialog({ onClose }: { readonly onClose: () => void }) {
  const [isRestoring, setIsRestoring] = useState(false);
  if (!isRestoring) return <NewProject onRestore={() => setIsRestoring(true)} onClose={onClose} />;
  return (
    <Dialog title="Restore a project" description="From a file that was exported, here or elsewhere." onClose={onClose}>
      <Suspense>
        <RestoreForm onBack={() => setIsRestoring(false)} onClose={onClose} />
      </Suspense>
    </Dialog>
  );
}

interface NewProjectProps {
  readonly onRestore: () => void;
  readonly onClose: () => void;
}

function NewProject({ onRestore, onClose }: NewProjectProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [slug, setSlug] = useState<string>();
  const [prefix, setPrefix] = useState<string>();
  const project = { name: name.trim(), slug: slug ?? slugOf(name), keyPrefix: prefix ?? prefixOf(name) };
  const create = useMutation({
    mutationFn: () => post<ProjectView>('/projects', project),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['projects'] });
      void navigate({ to: '/p/$project', params: { project: project.slug }, search: {} });
      onClose();
    },
  });

  return (
    <Dialog title="New project" onClose={onClose}>
      <form className="contents" onSubmit={(event) => (event.preventDefault(), create.mutate())}>
        <DialogBody>
          <Field label="Name" error={fieldError(create.error, 'name')}>
            {(control) => (
              <TextBox {...control} autoFocus value={name} onChange={({ target }) => setName(target.value)} />
            )}
          </Field>
          <div className="grid grid-cols-2 gap-3">
            <Field label="Short name" hint="Part of the address" error={fieldError(create.error, 'slug')}>
              {(control) => (
                <TextBox {...control} value={project.slug} onChange={({ target }) => setSlug(target.value)} />
              )}
            </Field>
            <Field
              label="Key prefix"
              hint={`Tasks are ${project.keyPrefix || 'MC'}-1, -2, …`}
              error={fieldError(create.error, 'keyPrefix')}
            >
              {(control) => (
                <TextBox
                  {...control}
                  value={project.keyPrefix}
                  onChange={({ target }) => setPrefix(target.value.toUpperCase())}
                />
              )}
            </Field>
          </div>
          <FormError error={create.error} fields={FIELDS} />
          <div>
            <Button look="quiet" size="small" className="-ml-2" onClick={onRestore}>
              <FileUp size={13} aria-hidden /> Restore from a file…
            </Button>
          </div>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" isBusy={create.isPending} disabled={project.name === ''}>
            Create project
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);

function prefixOf(name: string): string {
  const words = name
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
  const letters = words.length > 1 ? words.map(([first]) => first).join('') : (words[0] ?? '').slice(0, 2);
  return letters.slice(0, 10);
}
