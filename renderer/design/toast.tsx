/** Shows the messages at the edge of the page. Errors stay until they are closed. */
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { IconButton } from './button.tsx';
import { closeToast, type Toast, toastStore } from './messages.ts';

const shownMs = 5000;

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
    if (toast.tone === 'error') return;
    const timer = setTimeout(() => closeToast(toast.id), shownMs);
    return () => clearTimeout(timer);
  }, [toast]);
  const Icon = toast.tone === 'error' ? CircleAlert : CircleCheck;
  return (
    <div className={`toast toast-${toast.tone}`} role={toast.tone === 'error' ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden />
      <p>{toast.message}</p>
      <IconButton label="Close this message" onClick={() => closeToast(toast.id)}>
        <X size={14} />
      </IconButton>
    </div>
  );
}
