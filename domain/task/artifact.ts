import type { ArtifactRef } from './state.ts';

/** Kinds of pictures that consist of dots alone, known by the first bytes of the file. An SVG is a program. */
const PICTURES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'];

/** Whether a file can be shown as a picture, without any danger in it. */
export const isPicture = ({ type }: Pick<ArtifactRef, 'type'>): boolean => PICTURES.includes(type);
