package dev.atelier.provider.registry;

import dev.atelier.provider.Results;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Keeps the one image of a call in a file; a further try to fetch it begins anew. */
final class ImageFile implements Results {
  private final Path file;
  private volatile long bytes = -1;

  ImageFile(Path file) {
    this.file = file;
  }

  /** Empty until an image is whole. */
  OptionalLong bytes() {
    return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  @Override
  public void sending() {}

  @Override
  public void remoteId(String id) {}

  @Override
  public void progress(double fraction) {}

  @Override
  public Sink image(int index) {
    try {
      return new FileSink(Files.newOutputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Sink partial(int index, int order) {
    return new FileSink(OutputStream.nullOutputStream()) {
      @Override
      public void complete(ImageMetadata told) {}
    };
  }

  private class FileSink extends Sink {
    private final OutputStream out;
    private long written;

    FileSink(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      written++;
    }

    @Override
    public void write(byte[] block, int from, int length) throws IOException {
      out.write(block, from, length);
      written += length;
    }

    @Override
    public void complete(ImageMetadata told) throws IOException {
      out.flush();
      bytes = written;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
