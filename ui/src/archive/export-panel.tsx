import { Download } from 'lucide-react';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { apiUrl } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { download } from '../controls/save-file.ts';
import { Panel } from '../people/panel.tsx';

/** Everything of the project as one file. */
export const ExportPanel = ({ project: { slug } }: { readonly project: ProjectView }) => (
  <Panel
    title="Export"
    note="Everything of the project as one file, to keep or to restore in another installation."
    actions={
      <Button onClick={() => download(apiUrl(`/projects/${slug}/archive`))}>
        <Download size={14} aria-hidden /> Export
      </Button>
    }
  >
    <p className="text-[13px] text-ink-soft">
      Tasks with their whole history, files, agents, policies, costs and settings. Keys, tokens and secrets are left
      out; what people and agents have written is not, so keep the file as safe as the project. Work may go on
      meanwhile.
    </p>
  </Panel>
);
