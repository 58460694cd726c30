package dev.atelier.gateway.attempt;

import dev.atelier.image.FaultException;
import dev.atelier.media.ImageInfo;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.provider.Results.Sink;
import dev.atelier.queue.events.ArrivingFile;
import java.io.IOException;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A sink for a preview, which may be shown while it arrives. Where our disk does not take it, it is
 * left out and the call goes on.
 */
final class PreviewSink extends Sink {
  private final CheckedSink sink;
  private final BiPredicate<ImageInfo, ArrivingFile> begin;
  private @Nullable ArrivingFile arriving;
  private boolean headerKnown;
  private boolean lost;

  /**
   * @param begin told once the header is known; says whether anybody may read on from there
   */
  PreviewSink(CheckedSink sink, BiPredicate<ImageInfo, ArrivingFile> begin) {
    this.sink = sink;
    this.begin = begin;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (!lost) {
      try {
        sink.write(bytes, from, length);
        show();
      } catch (FaultException e) {
        lost = true;
      }
    }
  }

  private void show() {
    if (!headerKnown && sink.info().isPresent()) {
      headerKnown = true;
      var file = new ArrivingFile(sink.staged().path());
      arriving = begin.test(sink.info().get(), file) ? file : null;
    }
    if (arriving != null) {
      arriving.grown(sink.staged().inFile());
    }
  }

  @Override
  public void complete(ImageMetadata metadata) throws IOException {
    if (!lost) {
      try {
        sink.complete(metadata);
      } catch (FaultException e) {
        lost = true;
      }
    }
    end();
  }

  @Override
  public void close() {
    end();
    sink.close();
  }

  private void end() {
    if (arriving != null) {
      arriving.grown(sink.staged().inFile());
      arriving.end();
    }
  }
}
