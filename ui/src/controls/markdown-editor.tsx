import { useState, type ComponentProps } from 'react';
import { Button } from './button.tsx';
import { TextArea } from './field.tsx';
import { Markdown } from './markdown.tsx';

type MarkdownEditorProps = ComponentProps<typeof TextArea> & { readonly value: string };

/** A text box for markdown with a look at what it becomes. */
export function MarkdownEditor({ value, ...rest }: MarkdownEditorProps) {
  const [isPreview, setIsPreview] = useState(false);
  return (
    <div className="relative">
      {isPreview ? (
        <div className="min-h-20 rounded-md border border-line bg-sunken/50 px-2.5 py-1.5">
          {value.trim() === '' ? <p className="text-ink-faint">Nothing written yet.</p> : <Markdown>{value}</Markdown>}
        </div>
      ) : (
        <TextArea {...rest} value={value} />
      )}
      <Button
        look="quiet"
        size="small"
        aria-pressed={isPreview}
        onClick={() => setIsPreview(!isPreview)}
        className="absolute -top-7 right-0 h-6! text-xs!"
      >
        Preview
      </Button>
    </div>
  );
}
