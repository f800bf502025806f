import { saveFile } from '../controls/save-file.ts';

/** What a picture takes from the style sheets of the page: it knows none of them by itself. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;

/** Sharp on screens with two pixels for one, and in print. */
const SCALE = 2;
const PADDING = 12;

/** Saves a drawing as it looks on the page, on the colour of its ground. @throws when the browser cannot draw it */
export async function savePng(svg: SVGSVGElement, name: string): Promise<void> {
  const { width, height } = svg.getBoundingClientRect();
  const image = await load(sourceOf(svg, width, height));
  const canvas = document.createElement('canvas');
  canvas.width = (width + 2 * PADDING) * SCALE;
  canvas.height = (height + 2 * PADDING) * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser does not draw pictures');
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--surface') || '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, PADDING * SCALE, PADDING * SCALE, width * SCALE, height * SCALE);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!picture) throw new Error('the picture is too large');
  saveFile(name, picture);
}

function sourceOf(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const [originals, copies] = [[...svg.querySelectorAll('*')], [...copy.querySelectorAll('*')]];
  originals.forEach((original, index) => {
    const style = getComputedStyle(original);
    for (const property of STYLES) copies[index]?.setAttribute(property, style.getPropertyValue(property));
    copies[index]?.removeAttribute('class');
  });
  return new XMLSerializer().serializeToString(copy);
}

async function load(source: string): Promise<HTMLImageElement> {
  const image = new Image();
  // Pictures from data are what the page's content security policy allows.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  return image;
}
