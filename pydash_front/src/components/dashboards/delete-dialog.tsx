import { ConfirmDialog } from '@/components/confirm-dialog';
import type { Dashboard } from '@/lib/api-types';
import { useDeleteDashboard } from '@/lib/dashboards';
import { texts } from '@/lib/texts';

interface DeleteDialogProps {
  dashboard: Dashboard;
  isOpen: boolean;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Asks once more before a dashboard goes, with all it has measured. */
export function DeleteDialog({ dashboard, isOpen, onClose, onDeleted }: DeleteDialogProps) {
  const deletion = useDeleteDashboard(dashboard.id);
  const confirm = () =>
    deletion.mutate(undefined, {
      onSuccess: () => {
        onClose();
        onDeleted?.();
      },
    });
  return (
    <ConfirmDialog
      title={texts.dashboard.deleteTitle(dashboard.name)}
      body={texts.dashboard.deleteBody}
      deed={texts.dashboard.delete}
      mutation={deletion}
      isOpen={isOpen}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
