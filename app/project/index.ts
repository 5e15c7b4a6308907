export { isHiddenName, isProjectPath } from './project-path.ts';
