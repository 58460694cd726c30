// What was painted over a picture: acts in order, so that each can be taken back, and the mask that they make.
// A stroke is { erase, size, soft: how much of it fades, 0 to 1, points: [[x, y], …] } in the picture's pixels; invert and clear are acts too.

/** Paints an act onto a canvas of the picture's size, where the colour means "change this". */
export function paint(pen, act, color) {
  const { width, height } = pen.canvas;
  pen.save();
  if (act.kind === "clear") {
    pen.clearRect(0, 0, width, height);
  } else if (act.kind === "invert") {
    pen.globalCompositeOperation = "xor";
    pen.fillStyle = color;
    pen.fillRect(0, 0, width, height);
  } else {
    pen.globalCompositeOperation = act.erase ? "destination-out" : "source-over";
    pen.strokeStyle = pen.fillStyle = color;
    if (act.soft && "filter" in pen) pen.filter = `blur(${(act.size * act.soft) / 4}px)`;
    pen.lineWidth = act.size * (1 - (act.soft ?? 0) / 2);
    pen.lineCap = pen.lineJoin = "round";
    pen.beginPath();
    const [first, ...rest] = act.points;
    if (rest.length === 0) {
      pen.arc(first[0], first[1], pen.lineWidth / 2, 0, 7);
      pen.fill();
    } else {
      pen.moveTo(...first);
      rest.forEach((point) => pen.lineTo(...point));
      pen.stroke();
    }
  }
  pen.restore();
}

export function repaint(pen, acts, color) {
  pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
  acts.forEach((act) => paint(pen, act, color));
}

/** Whether anything is painted. */
export function painted(canvas) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 3; at < data.length; at += 4) if (data[at] > 127) return true;
  return false;
}

/** A PNG of the picture's size: opaque where it stays, transparent where it shall change. */
export async function maskOf(canvas) {
  const mask = new OffscreenCanvas(canvas.width, canvas.height);
  const pen = mask.getContext("2d");
  pen.fillRect(0, 0, mask.width, mask.height);
  pen.globalCompositeOperation = "destination-out";
  pen.drawImage(canvas, 0, 0);
  return mask.convertToBlob({ type: "image/png" });
}
