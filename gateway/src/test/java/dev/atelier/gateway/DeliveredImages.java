package dev.atelier.gateway;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.media.Encoder;
import dev.atelier.media.Marks;
import dev.atelier.media.Raster;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Images of an upstream that does not do as it was told, and answers that deliver them. */
final class DeliveredImages {
  private DeliveredImages() {}

  static byte[] of(ImageSize size, OutputFormat format) {
    return of(size, format, false, Marks.NONE);
  }

  /** The upper half green, and the lower half transparent if it has alpha. */
  static byte[] of(ImageSize size, OutputFormat format, boolean alpha, Marks marks) {
    return of(size, format, alpha, alpha ? size.height() / 2 : size.height(), marks);
  }

  /** One with an alpha channel through which nothing shows. */
  static byte[] withOpaqueAlpha(ImageSize size, OutputFormat format) {
    return of(size, format, true, size.height(), Marks.NONE);
  }

  private static byte[] of(
      ImageSize size, OutputFormat format, boolean alpha, int rows, Marks marks) {
    var bytes = new ByteArrayOutputStream();
    try (var raster = Raster.blank(size, alpha)) {
      byte[] row = new byte[size.width() * 4];
      for (int x = 0; x < size.width(); x++) {
        row[4 * x + 1] = (byte) 200;
        row[4 * x + 3] = (byte) 255;
      }
      for (int y = 0; y < rows; y++) {
        raster.writeRow(y, row);
      }
      new Encoder().encode(raster, format, 100, marks, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The same picture, with another text beside it. */
  static byte[] marked(ImageSize size, String text) {
    return of(
        size,
        OutputFormat.PNG,
        false,
        new Marks("algorithmicMedia", "Some engine", Map.of("Note", text)));
  }

  /** Delivers these bytes for every image of the call. */
  static Answer answer(byte[] bytes) {
    return answer(_ -> bytes, ImageMetadata.NOTHING);
  }

  static Answer answer(IntFunction<byte[]> bytes, ImageMetadata told) {
    return (_, call, results) -> {
      call.indexes().forEach(index -> write(results, index, bytes.apply(index), told));
      return Succeeded.ALL;
    };
  }

  /** Delivers only these of the images asked for, and says that all went well. */
  static Answer only(Integer... indexes) {
    return (provider, call, results) -> {
      List.of(indexes).stream()
          .filter(call.indexes()::contains)
          .forEach(index -> provider.deliver(call, index, results));
      return (AttemptOutcome) Succeeded.ALL;
    };
  }

  static void write(Results results, int index, byte[] bytes, ImageMetadata told) {
    try (Results.Sink sink = results.image(index)) {
      sink.write(bytes);
      sink.complete(told);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
