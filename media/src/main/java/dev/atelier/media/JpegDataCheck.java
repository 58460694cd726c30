package dev.atelier.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds broken entropy-coded data in a JPEG. Decoders paint over it with gray and only warn; the
 * codec hides those warnings, ImageIO passes them on. The picture is read through but only one
 * pixel of it kept, so that nothing large reaches the heap.
 */
final class JpegDataCheck {
  /** How libjpeg words data loss; its other warnings are harmless. */
  private static final List<String> LOSSES =
      List.of(
          "premature end of data",
          "Premature end of JPEG",
          "bad Huffman code",
          "found marker",
          "Corrupt JPEG data: bad");

  private JpegDataCheck() {}

  static void run(Path file, ImageInfo info) throws UnusableMediaException {
    var loss = firstLoss(file, info);
    if (loss != null) {
      throw new UnusableMediaException("is damaged");
    }
  }

  private static @Nullable String firstLoss(Path file, ImageInfo info) {
    var loss = new AtomicReference<@Nullable String>();
    var reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (var in = new FileImageInputStream(file.toFile())) {
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener((ImageReader source, String warning) -> {
        if (LOSSES.stream().anyMatch(warning::contains)) {
          loss.compareAndSet(null, warning);
        }
      });
      reader.readRaster(0, onePixel(reader, info));
    } catch (IIOException | RuntimeException picky) {
      return loss
          .get(); // it dislikes some sound files: whether this is one is for the codec to say
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    } finally {
      reader.dispose();
    }
    return loss.get();
  }

  private static ImageReadParam onePixel(ImageReader reader, ImageInfo info) {
    var param = reader.getDefaultReadParam();
    param.setSourceSubsampling(info.stored().width(), info.stored().height(), 0, 0);
    return param;
  }
}
