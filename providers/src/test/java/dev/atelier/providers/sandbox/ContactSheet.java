package dev.atelier.providers.sandbox;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.media.Encoder;
import dev.atelier.media.Marks;
import dev.atelier.media.Raster;
import dev.atelier.providers.sandbox.art.Brush;
import io.github.humbleui.skija.FilterMipmap;
import io.github.humbleui.skija.FilterMode;
import io.github.humbleui.skija.Image;
import io.github.humbleui.skija.MipmapMode;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.types.Rect;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Draws the prompts of a text file, one a line, as one picture to look at:
 *
 * <pre>ContactSheet PROMPTS.txt SHEET.png [columns] [WxH of each drawing]</pre>
 */
final class ContactSheet {
  private static final int CELL = 360;
  private static final int GAP = 6;

  private ContactSheet() {}

  static void main(String[] args) throws IOException {
    var prompts = Files.readAllLines(Path.of(args[0])).stream().filter(l -> !l.isBlank()).toList();
    int columns = args.length > 2 ? Integer.parseInt(args[2]) : 4;
    var size = ImageSize.parse(args.length > 3 ? args[3] : "1536x1024").orElseThrow();
    try (var sheet = sheet(prompts, columns, size);
        var out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[1])))) {
      new Encoder().encode(sheet, OutputFormat.PNG, 100, Marks.NONE, out);
    }
  }

  private static Raster sheet(List<String> prompts, int columns, ImageSize size) {
    int tall = CELL * size.height() / size.width();
    int rows = (prompts.size() + columns - 1) / columns;
    var sheet =
        Raster.blank(new ImageSize(columns * (CELL + GAP) + GAP, rows * (tall + GAP) + GAP), false);
    for (int i = 0; i < prompts.size(); i++) {
      var order = Calls.order(prompts.get(i), size.width(), size.height());
      float x = GAP + i % columns * (CELL + GAP);
      float y = GAP + i / columns * (tall + GAP);
      var brush = new Brush(sheet.canvas(), sheet.width(), sheet.height(), 1);
      long start = System.nanoTime();
      try (var image = Image.makeDeferredFromEncodedBytes(Calls.bytes(order));
          var paint = new Paint()) {
        long took = (System.nanoTime() - start) / 1_000_000;
        System.out.println(took + " ms  " + prompts.get(i));
        brush
            .canvas()
            .drawImageRect(
                image,
                Rect.makeWH(image.getWidth(), image.getHeight()),
                Rect.makeXYWH(x, y, CELL, tall),
                new FilterMipmap(FilterMode.LINEAR, MipmapMode.LINEAR),
                paint,
                true);
      }
    }
    return sheet;
  }
}
