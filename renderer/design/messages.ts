/** Short messages for the user: what happened, why, what to do. toast.tsx shows them. */
import { createStore } from 'zustand/vanilla';
import { describeError } from '../../app/base/index.ts';

export interface Toast {
  id: number;
  /** News are of something that happened by itself, and go by themselves. */
  tone: 'error' | 'done' | 'alert' | 'news';
  message: string;
  action?: ToastAction;
  /** What it is about, such as a board's address; `closeToastsAbout` takes it away when that is past. */
  about?: string;
}

/** What a message offers to do. */
export interface ToastAction {
  label: string;
  run: () => void;
}

/** More than these would hide the work; the oldest go. */
const maxToasts = 4;

export const toastStore = createStore<{ toasts: Toast[]; nextId: number }>(() => ({ toasts: [], nextId: 1 }));

/** Shows a message. The same message that still stands is not shown twice. */
export function showToast(tone: Toast['tone'], message: string, more: Pick<Toast, 'action' | 'about'> = {}): void {
  toastStore.setState(({ toasts, nextId }) => {
    const others = toasts.filter((toast) => toast.message !== message);
    const toast = { id: nextId, tone, message, ...more };
    return { toasts: [...others, toast].slice(-maxToasts), nextId: nextId + 1 };
  });
}

/** Shows anything thrown, in words. */
export function reportError(error: unknown): void {
  const { code, message } = describeError(error);
  // The user cancelled: nothing to tell.
  if (code !== 'cancelled') showToast('error', message);
}

/** Takes a message away. */
export function closeToast(id: number): void {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Takes the messages away that were about this. */
export function closeToastsAbout(about: string): void {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.about !== about) }));
}
