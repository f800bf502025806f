import { Download } from 'lucide-react';
import { apiUrl } from '../api/request.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuItem } from '../controls/menu.tsx';
import { download } from '../controls/save-file.ts';

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
      <MenuItem
        key={form}
        onSelect={() => download(apiUrl(`/projects/${project}/report.${form}`), `report-${project}.${form}`)}
      >
        {form === 'md' ? 'Last seven days (Markdown)' : 'Last seven days (JSON)'}
      </MenuItem>
    ))}
  </Menu>
);
