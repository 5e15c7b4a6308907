export { type CopyStep, foldersOn, outermost, planCopies } from './copy-plan.ts';
export { movedLine } from './moved-line.ts';
export { isHiddenName, isProjectPath } from './project-path.ts';
export { decodeText } from './text.ts';
