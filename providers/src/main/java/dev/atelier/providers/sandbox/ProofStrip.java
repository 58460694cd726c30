package dev.atelier.providers.sandbox;

import dev.atelier.media.Raster;
import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Face;
import dev.atelier.providers.sandbox.art.Lettering;
import dev.atelier.providers.sandbox.art.Lettering.Align;
import io.github.humbleui.types.Rect;

/** A strip along the bottom that states the order, for comparing by eye. */
final class ProofStrip {
  private ProofStrip() {}

  static String text(Assignment assignment, int width, int height, int index) {
    return "%dx%d · %s · %s · %s · seed %d · image %d · Atelier sandbox, not an AI model"
        .formatted(
            width,
            height,
            assignment.quality().word(),
            assignment.format().word(),
            assignment.order().output().background().word(),
            assignment.seed(),
            index);
  }

  static void draw(Raster raster, Assignment assignment, int index) {
    float w = raster.width();
    float tall = Math.max(14, Math.min(w, raster.height()) * 0.035f);
    var brush = new Brush(raster.canvas(), w, raster.height(), 1);
    brush.rect(0, raster.height() - tall, w, tall, 0xff101018);
    var box = Rect.makeXYWH(tall * 0.5f, raster.height() - tall, w - tall, tall);
    new Lettering(Face.SANS, 0xfff4f4f4, Align.LEFT)
        .draw(
            raster.canvas(),
            text(assignment, raster.width(), raster.height(), index),
            box,
            tall * 0.6f);
  }
}
