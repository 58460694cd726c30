package dev.atelier.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.provider.Results;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Keeps the one image of a response and its previews. */
final class ResponseResults implements Results {
  private final List<String> images = new ArrayList<>();
  private final List<String> previews = new ArrayList<>();
  private final CountDownLatch firstPreview = new CountDownLatch(1);
  private Optional<ImageMetadata> told = Optional.empty();
  private Statement stated = Statement.NOTHING;
  private int sendings;
  private int open;

  List<String> images() {
    return images;
  }

  /** Such as {@code 0 bytes}: its order, and its bytes as text. */
  List<String> previews() {
    return previews;
  }

  ImageMetadata told() {
    return told.orElseThrow();
  }

  Statement stated() {
    return stated;
  }

  int sendings() {
    return sendings;
  }

  /** Sinks that were not closed. */
  int open() {
    return open;
  }

  CountDownLatch firstPreview() {
    return firstPreview;
  }

  @Override
  public void sending() {
    sendings++;
  }

  @Override
  public void remoteId(String id) {
    throw new AssertionError("a response cannot be resumed");
  }

  @Override
  public void stated(Statement said) {
    stated = said;
  }

  @Override
  public void progress(double fraction) {}

  @Override
  public Sink image(int index) {
    return new Kept() {
      @Override
      public void complete(ImageMetadata said) {
        images.add(text());
        told = Optional.of(said);
      }
    };
  }

  @Override
  public Sink partial(int index, int order) {
    return new Kept() {
      @Override
      public void complete(ImageMetadata said) {
        previews.add(order + " " + text());
        firstPreview.countDown();
      }
    };
  }

  private abstract class Kept extends Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean closed;

    Kept() {
      open++;
    }

    String text() {
      return bytes.toString(UTF_8);
    }

    @Override
    public void write(int single) {
      bytes.write(single);
    }

    @Override
    public void close() {
      open -= closed ? 0 : 1;
      closed = true;
    }
  }
}
