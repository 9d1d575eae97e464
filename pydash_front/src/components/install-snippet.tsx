import { ErrorNote } from '@/components/feedback/error-note';
import { Note } from '@/components/feedback/note';
import { Snippet } from '@/components/snippet';
import { WithCode } from '@/components/with-code';
import { installCommand, useExportWheel } from '@/lib/app-setup';
import { texts } from '@/lib/texts';

/** The one command that installs fmd_export, from this very PyDash. */
export function InstallSnippet({ label }: { label: string }) {
  const { wheel, isMissing, error } = useExportWheel();
  if (error) return <ErrorNote error={error} />;
  if (isMissing) {
    return (
      <Note kind="warn">
        <WithCode text={texts.setup.noWheel} />
      </Note>
    );
  }
  return <Snippet label={label} code={wheel ? installCommand(wheel) : '…'} isWrapped />;
}
