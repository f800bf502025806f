import { Download } from 'lucide-react';
import { apiUrl } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuItem } from '../controls/menu.tsx';

/** What happened in the last seven days of a project, with its costs, as a file. */
export const ProjectReportMenu = ({ project }: { readonly project: string }) => (
  <Menu
    align="end"
    trigger={
      <Button size="small">
        <Download size={13} aria-hidden /> Export report
      </Button>
    }
  >
    {(['md', 'json'] as const).map((form) => (
      <MenuItem key={form} onSelect={() => download(project, form)}>
        {form === 'md' ? 'Last seven days (Markdown)' : 'Last seven days (JSON)'}
      </MenuItem>
    ))}
  </Menu>
);

function download(project: string, form: 'md' | 'json'): void {
  const link = document.createElement('a');
  link.href = apiUrl(`/projects/${project}/report.${form}`);
  link.download = `report-${project}.${form}`;
  link.click();
}
