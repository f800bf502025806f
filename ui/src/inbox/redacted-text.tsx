import { EyeOff } from 'lucide-react';

const REDACTED = /\[redacted(?::\s*([^\]]*))?\]/gi;

/** Text in which secrets were taken out before it was stored: each one is a mark with its kind. */
export function RedactedText({ children }: { readonly children: string }) {
  const pieces = children.split(REDACTED);
  // The pattern has one group, so that every second piece is the kind of a secret.
  return pieces.map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      <span
        key={index}
        title="Taken out before it was stored"
        className="mx-0.5 inline-flex items-center gap-1 rounded-full bg-violet-soft px-1.5 align-baseline font-sans text-[11px] font-medium text-violet"
      >
        <EyeOff size={11} aria-hidden /> redacted{piece === undefined || piece === '' ? '' : `: ${kindInWords(piece)}`}
      </span>
    ),
  );
}

/** "AWS_KEY" is read "aws key". */
const kindInWords = (kind: string): string => kind.replaceAll('_', ' ').toLowerCase();
