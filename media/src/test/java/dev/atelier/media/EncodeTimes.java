package dev.atelier.media;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.skija.Shader;
import io.github.humbleui.types.Rect;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Random;

/**
 * Prints how much processor time encoding 1024x1024 takes on this machine, for three kinds of
 * picture. Run by hand; no test depends on time.
 */
final class EncodeTimes {
  private static final ImageSize SIZE = new ImageSize(1024, 1024);
  private static final int ROUNDS = 15;

  private EncodeTimes() {}

  public static void main(String[] args) throws Exception {
    for (var kind : new String[] {"flat", "gradient", "photo", "alpha"}) {
      try (var raster = image(kind)) {
        for (var format : OutputFormat.values()) {
          measure(kind, raster, format);
        }
      }
    }
  }

  private static void measure(String kind, Raster raster, OutputFormat format) throws Exception {
    var encoder = new Encoder();
    var marks = new Marks("algorithmicMedia", "Atelier", Map.of());
    long best = Long.MAX_VALUE;
    long total = 0;
    var count = new Counting();
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      count.bytes = 0;
      long start = cpuNanos();
      encoder.encode(raster, format, 90, marks, count);
      long took = cpuNanos() - start;
      if (round >= 0) {
        best = Math.min(best, took);
        total += took;
      }
    }
    System.out.printf(
        "%-9s %-5s mean %6.1f ms, best %6.1f ms, %,d bytes%n",
        kind, format.word(), total / 1e6 / ROUNDS, best / 1e6, count.bytes);
  }

  /** Processor time of this thread, so that other work on the machine counts little. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  static Raster image(String kind) {
    var raster = Raster.blank(SIZE, kind.equals("alpha"));
    if (kind.equals("photo")) {
      noise(raster);
    } else {
      draw(raster, !kind.equals("flat"));
    }
    return raster;
  }

  private static void draw(Raster raster, boolean gradient) {
    var random = new Random(1);
    try (var paint = new Paint()) {
      paint.setAntiAlias(true);
      for (int i = 0; i < 60; i++) {
        paint.setColor(random.nextInt() | 0xff000000);
        float x = random.nextInt(900);
        float y = random.nextInt(900);
        if (gradient) {
          paint.setShader(
              Shader.makeLinearGradient(
                  x, y, x + 300, y + 200, new int[] {random.nextInt() | 0xff000000, 0x80ffffff}));
        }
        raster.canvas().drawOval(Rect.makeXYWH(x, y, 300, 200), paint);
      }
    }
  }

  private static void noise(Raster raster) {
    var random = new Random(1);
    var row = new byte[raster.rowBytes()];
    for (int y = 0; y < raster.height(); y++) {
      for (int x = 0; x < raster.width(); x++) {
        for (int c = 0; c < 3; c++) {
          double wave = Math.sin(x / 90.0 + c) * Math.cos(y / 70.0 - c) * 90 + 128;
          row[4 * x + c] = (byte) Math.clamp((long) (wave + random.nextGaussian() * 6), 0, 255);
        }
        row[4 * x + 3] = (byte) 255;
      }
      raster.writeRow(y, row);
    }
  }

  private static final class Counting extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] block, int offset, int length) {
      bytes += length;
    }
  }
}
