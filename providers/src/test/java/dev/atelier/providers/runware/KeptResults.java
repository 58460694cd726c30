package dev.atelier.providers.runware;

import dev.atelier.http.upstream.UpstreamExchange;
import dev.atelier.provider.Results;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps in memory what an attempt reports, in order. */
final class KeptResults implements Results {
  final Map<Integer, byte[]> images = new TreeMap<>();
  private final Map<Integer, ImageMetadata> told = new TreeMap<>();
  final List<String> log = new ArrayList<>();
  final List<Double> progress = new ArrayList<>();

  final List<UpstreamExchange> exchanges = new ArrayList<>();
  Statement statement = Statement.NOTHING;

  /** Whether the job was cancelled before its call leaves. */
  boolean refuse;

  private int opened;
  private int closed;

  /** What was said of an image that is complete. */
  ImageMetadata told(int index) {
    return Optional.ofNullable(told.get(index)).orElseThrow();
  }

  /** Sinks that nobody closed. */
  int open() {
    return opened - closed;
  }

  @Override
  public void sending() {
    if (refuse) {
      throw new IllegalStateException("the job was cancelled");
    }
    log.add("sending");
  }

  @Override
  public void remoteId(String id) {
    log.add("remote id " + id);
  }

  @Override
  public void exchanged(UpstreamExchange exchange) {
    exchanges.add(exchange);
  }

  @Override
  public void stated(Statement said) {
    statement = said;
  }

  @Override
  public void progress(double fraction) {
    progress.add(fraction);
  }

  @Override
  public Sink image(int index) {
    opened++;
    return new KeptSink(index);
  }

  @Override
  public Sink partial(int index, int order) {
    throw new AssertionError("Runware sends no previews");
  }

  private final class KeptSink extends Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int index;
    private boolean over;

    KeptSink(int index) {
      this.index = index;
    }

    @Override
    public void write(int single) {
      bytes.write(single);
    }

    @Override
    public void write(byte[] block, int from, int length) {
      bytes.write(block, from, length);
    }

    @Override
    public void complete(ImageMetadata said) {
      log.add("image " + index);
      images.put(index, bytes.toByteArray());
      told.put(index, said);
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        closed++;
      }
    }
  }
}
