import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { markMentions } from './mark-mentions.ts';

const SAFE_ADDRESS = /^(https?:|mailto:)/i;

const COMPONENTS: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
  // A heading without words says nothing to a screen reader.
  th: ({ children, style }) => (children === undefined ? <td>{children}</td> : <th style={style}>{children}</th>),
  // A picture would be fetched from somebody else's server.
  img: ({ src, alt }) => (
    <a href={typeof src === 'string' ? src : undefined} target="_blank" rel="noopener noreferrer nofollow">
      {alt === undefined || alt === '' ? 'image' : alt}
    </a>
  ),
};

export interface MarkdownProps {
  readonly children: string;
  /** Names that stand out where they are mentioned. */
  readonly mentions?: readonly string[];
}

/** Raw HTML stays text, and only http, https and mailto become links. */
export default function MarkdownText({ children, mentions = [] }: MarkdownProps) {
  return (
    <div className="prose">
      <ReactMarkdown
        remarkPlugins={mentions.length === 0 ? [remarkGfm] : [remarkGfm, markMentions(mentions)]}
        components={COMPONENTS}
        urlTransform={(address) => (SAFE_ADDRESS.test(address) ? address : undefined)}
      >
        {children}
      </ReactMarkdown>
    </div>
  );
}
