package dev.atelier.providers.sandbox.layout;

import dev.atelier.providers.sandbox.art.Brush;
import dev.atelier.providers.sandbox.art.Drawings;
import dev.atelier.providers.sandbox.layout.Page.Abstract;
import dev.atelier.providers.sandbox.layout.Page.Diagram;
import dev.atelier.providers.sandbox.layout.Page.ImageFrame;
import dev.atelier.providers.sandbox.layout.Page.Printed;
import dev.atelier.providers.sandbox.scene.Scene;

/** Draws pages. Safe for many threads; the same arguments draw the same pixels. */
public final class Press {
  private final Scene scene;
  private final Decoration decoration;

  public Press(Drawings drawings) {
    this.scene = new Scene(drawings);
    this.decoration = new Decoration(scene);
  }

  /**
   * @param detail 1 to 3
   * @param bare only what matters, on whatever is there: no ground
   */
  public void draw(Brush brush, Page page, long seed, int detail, boolean bare) {
    switch (page) {
      case ImageFrame image -> image(brush, image, seed, detail, bare);
      case Abstract shapes -> new Shapes(brush, seed, detail, bare).draw(shapes.texts());
      case Diagram diagram -> new Flow(brush, diagram.graph(), bare).draw(seed);
      case Printed printed -> printed(new Sheet(brush, printed, seed, detail, bare));
    }
  }

  /** Draws a page's subjects and text alone, as large as the brush's picture allows. */
  public void add(Brush brush, Page page, long seed, int detail) {
    if (page instanceof ImageFrame image && !image.scene().actors().isEmpty()) {
      scene.fillWithSubjects(brush, image.scene(), seed, detail);
      caption(brush, page);
    } else if (page instanceof ImageFrame || page instanceof Abstract) {
      caption(brush, page);
    } else {
      draw(brush, page, seed, detail, true);
    }
  }

  private void image(Brush brush, ImageFrame image, long seed, int detail, boolean bare) {
    if (bare) {
      scene.drawSubjects(brush, image.scene(), seed, detail);
    } else {
      scene.draw(brush, image.scene(), seed, detail);
    }
    caption(brush, image);
  }

  private static void caption(Brush brush, Page page) {
    if (!page.texts().isEmpty()) {
      new Caption(brush).draw(page.texts());
    }
  }

  private void printed(Sheet sheet) {
    switch (sheet.printed().kind()) {
      case POSTER -> new Poster(sheet, decoration).draw();
      case LABEL -> new Label(sheet, decoration).draw();
      case BANNER -> new Banner(sheet, decoration).draw();
      case CARD -> new Card(sheet, decoration).draw();
      case DIAGRAM -> new Label(sheet, decoration).draw();
    }
  }
}
