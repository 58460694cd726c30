package dev.atelier.gateway.attempt;

import dev.atelier.image.FaultException;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.provider.Results.Sink;
import java.io.IOException;

/** A sink for a preview: where our disk does not take it, it is left out and the call goes on. */
final class PreviewSink extends Sink {
  private final CheckedSink sink;
  private boolean lost;

  PreviewSink(CheckedSink sink) {
    this.sink = sink;
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
      } catch (FaultException e) {
        lost = true;
      }
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
  }

  @Override
  public void close() {
    sink.close();
  }
}
