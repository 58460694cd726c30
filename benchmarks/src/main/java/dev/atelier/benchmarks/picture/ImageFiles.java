package dev.atelier.benchmarks.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * The two PNG files that a stand-in upstream sends, both of {@value #EDGE} pixels squared, and what
 * is sent to it.
 */
public final class ImageFiles {
  private static final int EDGE = 1024;
  private static final int DOTS = 120;

  /** Squares of this many pixels weigh about 4 MB. */
  private static final int[] REFERENCE_EDGES = {1648, 1632};

  private ImageFiles() {}

  /** A photo of about 1.6 MB, 2.1 MB as base64. */
  public static Path large(Path directory) throws IOException {
    return write(photo(EDGE), directory.resolve("large.png"));
  }

  /** Two photos of about 4 MB to be edited. */
  public static List<Path> references(Path directory) throws IOException {
    var files = new ArrayList<Path>();
    for (int edge : REFERENCE_EDGES) {
      files.add(write(photo(edge), directory.resolve("reference-" + edge + ".png")));
    }
    return files;
  }

  /** Black with a few dots: about 1.3 kB, so that an answer is all overhead and no picture. */
  public static Path small(Path directory) throws IOException {
    var image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_BYTE_BINARY);
    var random = new Random(1);
    for (int i = 0; i < DOTS; i++) {
      image.setRGB(random.nextInt(EDGE), random.nextInt(EDGE), 0xffffff);
    }
    return write(image, directory.resolve("small.png"));
  }

  private static BufferedImage photo(int edge) {
    var image = new BufferedImage(edge, edge, BufferedImage.TYPE_3BYTE_BGR);
    var photo = new Photo(edge, edge);
    byte[] row = new byte[3 * edge];
    byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int y = 0; y < edge; y++) {
      photo.row(y, row);
      System.arraycopy(row, 0, pixels, y * row.length, row.length);
    }
    return image;
  }

  private static Path write(BufferedImage image, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
