package dev.atelier.benchmarks.encode;

import dev.atelier.benchmarks.image.Photo;
import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.media.Encoder;
import dev.atelier.media.Marks;
import dev.atelier.media.Raster;
import io.github.humbleui.skija.Paint;
import io.github.humbleui.types.Rect;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One picture of 1024x1024 on one core: PNG, and JPEG and WebP at quality 90. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 2)
public class EncodeBenchmark {
  private static final int EDGE = 1024;
  private static final Marks MARKS = new Marks("algorithmicMedia", "Atelier", Map.of());

  /** Camera-like; drawn with flat colours; the same half transparent. */
  public enum Kind {
    PHOTO,
    FLAT,
    ALPHA
  }

  @Param public Kind kind = Kind.PHOTO;
  @Param public OutputFormat format = OutputFormat.PNG;

  private final Encoder encoder = new Encoder();
  private Raster raster = Raster.blank(new ImageSize(1, 1), false);

  @Setup
  public void draw() {
    raster.close();
    raster = Raster.blank(new ImageSize(EDGE, EDGE), kind == Kind.ALPHA);
    if (kind == Kind.PHOTO) {
      photo();
    } else {
      ovals(kind == Kind.ALPHA ? 0x80000000 : 0xff000000);
    }
  }

  @Benchmark
  public void encode() throws IOException {
    encoder.encode(raster, format, 90, MARKS, OutputStream.nullOutputStream());
  }

  @TearDown
  public void close() {
    raster.close();
  }

  private void photo() {
    var photo = new Photo(EDGE, EDGE);
    var rgb = new byte[3 * EDGE];
    var rgba = new byte[4 * EDGE];
    for (int y = 0; y < EDGE; y++) {
      photo.row(y, rgb);
      for (int x = 0; x < EDGE; x++) {
        System.arraycopy(rgb, 3 * x, rgba, 4 * x, 3);
        rgba[4 * x + 3] = (byte) 255;
      }
      raster.writeRow(y, rgba);
    }
  }

  private void ovals(int alpha) {
    var random = new Random(1);
    try (var paint = new Paint()) {
      paint.setAntiAlias(true);
      for (int i = 0; i < 60; i++) {
        paint.setColor(random.nextInt(1 << 24) | alpha);
        raster
            .canvas()
            .drawOval(Rect.makeXYWH(random.nextInt(900), random.nextInt(900), 300, 200), paint);
      }
    }
  }
}
