/** Shows the messages at the edge of the page. Errors and alerts stay until they are closed. */
import { BellRing, CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Button, IconButton } from './button.tsx';
import { closeToast, type Toast, toastStore } from './messages.ts';

/** Of those that go by themselves: what the user did is read at once, what happened meanwhile is noticed first. */
const shownMs: Partial<Record<Toast['tone'], number>> = { done: 5000, news: 10_000 };
const icons = { error: CircleAlert, done: CircleCheck, alert: BellRing, news: BellRing } as const;

export function Toasts() {
  const toasts = useStore(toastStore, (state) => state.toasts);
  return (
    <section className="toasts" aria-label="Messages">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  useEffect(() => {
    const ms = shownMs[toast.tone];
    if (ms === undefined) return;
    const timer = setTimeout(() => closeToast(toast.id), ms);
    return () => clearTimeout(timer);
  }, [toast]);
  const Icon = icons[toast.tone];
  const { action } = toast;
  return (
    <div className={`toast toast-${toast.tone}`} role={shownMs[toast.tone] === undefined ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden />
      <p>{toast.message}</p>
      {action !== undefined && (
        <Button
          tone="quiet"
          onClick={() => {
            closeToast(toast.id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Close this message" onClick={() => closeToast(toast.id)}>
        <X size={14} />
      </IconButton>
    </div>
  );
}
