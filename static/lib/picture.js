// The race and its curves as one PNG, with the contenders' names under them.
const SCALE = 2;
const PAD = 16;
const LINE = 26;

export async function save(charts, contenders, theme, name) {
  const images = await Promise.all(charts.map(image));
  if (images.includes(null)) return; // the page has been left meanwhile
  const width = images.reduce((sum, { width }) => sum + width, PAD * (images.length + 1));
  const top = Math.max(...images.map(({ height }) => height));
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const font = `14px ${theme.font}`;
  pen.font = font;
  const labels = contenders.map(({ glyph, name, color }) => ({ text: `${glyph} ${name}`, color }));
  let [x, y] = [PAD, top + PAD * 2 + 14];
  for (const label of labels) {
    const wide = pen.measureText(label.text).width;
    if (x + wide > width - PAD && x > PAD) [x, y] = [PAD, y + LINE];
    Object.assign(label, { x, y });
    x += wide + 24;
  }
  const height = y + PAD;
  [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
  pen.scale(SCALE, SCALE);
  pen.fillStyle = theme.background;
  pen.fillRect(0, 0, width, height);
  images.reduce((left, { picture, under, width, height }) => {
    for (const layer of [picture, under]) if (layer) pen.drawImage(layer, left, PAD + (top - height) / 2, width, height);
    return left + width + PAD;
  }, PAD);
  pen.font = font;
  for (const { text, color, x, y } of labels) {
    pen.fillStyle = color;
    pen.fillText(text, x, y);
  }
  const link = document.createElement("a");
  link.download = `${name}.png`;
  link.href = canvas.toDataURL("image/png");
  link.click();
}

async function image({ drawing, chart, under }) {
  const [width, height] = [chart.clientWidth, chart.clientHeight];
  const source = await drawing.image({ format: "png", width, height, scale: SCALE });
  if (!source) return null;
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  return { picture, under: under?.data ? under.canvas : null, width, height };
}
