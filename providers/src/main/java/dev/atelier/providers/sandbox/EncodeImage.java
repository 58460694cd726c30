package dev.atelier.providers.sandbox;

import dev.atelier.media.Encoder;
import dev.atelier.media.Marks;
import dev.atelier.media.Raster;
import dev.atelier.provider.Results.Admitted;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.provider.Results.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Encodes a drawn picture into a sink, with metadata that says what it is. */
final class EncodeImage {
  /** IPTC's term for pictures made by an algorithm that was not trained on media. */
  static final String SOURCE_TYPE = "algorithmicMedia";

  static final String GENERATOR = "Atelier sandbox";

  private final Encoder encoder = new Encoder();

  void send(Assignment assignment, Raster raster, int index, Sink sink) throws IOException {
    var cut = assignment.script().first(Token.Cut.class);
    if (cut.isPresent()) {
      long length = encode(assignment, raster, index, OutputStream.nullOutputStream());
      encode(assignment, raster, index, new CutStream(sink, length * cut.get().percent() / 100));
    } else {
      encode(assignment, raster, index, sink);
    }
    sink.complete(told(assignment));
  }

  private long encode(Assignment assignment, Raster raster, int index, OutputStream out)
      throws IOException {
    var counted = new CutStream(out, Long.MAX_VALUE);
    int compression = assignment.order().output().compression();
    encoder.encode(raster, assignment.format(), compression, marks(assignment, index), counted);
    return counted.written();
  }

  private static ImageMetadata told(Assignment assignment) {
    return new ImageMetadata(
        Optional.empty(),
        Optional.empty(),
        OptionalLong.of(assignment.seed()),
        List.copyOf(assignment.notUnderstood()),
        List.of(),
        new Admitted(assignment.otherQuality(), Optional.empty()));
  }

  private static Marks marks(Assignment assignment, int index) {
    return new Marks(
        SOURCE_TYPE,
        GENERATOR,
        Map.of(
            "Engine", "sandbox",
            "RequestHash", assignment.hash(),
            "Seed", Long.toString(assignment.seed()),
            "ImageIndex", Integer.toString(index)));
  }
}
