package dev.atelier.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.http.upstream.UpstreamExchange;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** Keeps what an attempt reports in memory, in the order it came. */
public final class KeptResults implements Results {
  private final Map<Integer, byte[]> images = new ConcurrentSkipListMap<>();
  private final Map<Integer, ImageMetadata> told = new ConcurrentSkipListMap<>();
  private final Map<String, byte[]> previews = new ConcurrentSkipListMap<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<Double> progress = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private Runnable onSending = () -> {};
  private Runnable onRemoteId = () -> {};
  private Runnable onPreview = () -> {};
  private final List<UpstreamExchange> exchanges = new CopyOnWriteArrayList<>();
  private volatile Statement statement = Statement.NOTHING;
  private volatile boolean cancelled;

  /** Runs this before anything is sent. */
  public KeptResults onSending(Runnable action) {
    onSending = action;
    return this;
  }

  /** Runs this once the upstream's id is known. */
  public KeptResults onRemoteId(Runnable action) {
    onRemoteId = action;
    return this;
  }

  /** Runs this once a preview is complete. */
  public KeptResults onPreview(Runnable action) {
    onPreview = action;
    return this;
  }

  /** From now on its job counts as cancelled. */
  public void cancel() {
    cancelled = true;
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  /** The completed images' bytes, by index. */
  public Map<Integer, byte[]> images() {
    return images;
  }

  public byte[] bytes(int index) {
    var bytes = images.get(index);
    if (bytes == null) {
      throw new AssertionError("no image " + index + " among " + images.keySet());
    }
    return bytes;
  }

  /** The same as text. */
  public Map<Integer, String> texts() {
    var texts = new TreeMap<Integer, String>();
    images.forEach((index, bytes) -> texts.put(index, new String(bytes, UTF_8)));
    return texts;
  }

  public ImageMetadata told(int index) {
    var said = told.get(index);
    if (said == null) {
      throw new AssertionError("image " + index + " was not completed");
    }
    return said;
  }

  /** The completed previews' bytes, such as {@code 1/0} for the first of the second image. */
  public Map<String, byte[]> previews() {
    return previews;
  }

  /** Such as {@code sending}, {@code remote id 7}, {@code preview 0/1}, {@code image 0}. */
  public List<String> events() {
    return events;
  }

  public List<Double> progress() {
    return progress;
  }

  /** Every exchange that was told of. */
  public List<UpstreamExchange> exchanges() {
    return exchanges;
  }

  /** The latest word on the whole call. */
  public Statement statement() {
    return statement;
  }

  @Override
  public void exchanged(UpstreamExchange exchange) {
    exchanges.add(exchange);
  }

  @Override
  public void stated(Statement said) {
    statement = said;
  }

  /** Sinks that nobody closed. */
  public int open() {
    return open.get();
  }

  @Override
  public void sending() {
    onSending.run();
    events.add("sending");
  }

  @Override
  public void remoteId(String id) {
    events.add("remote id " + id);
    onRemoteId.run();
  }

  @Override
  public void surplus(int more) {
    events.add("surplus " + more);
  }

  @Override
  public void progress(double fraction) {
    progress.add(fraction);
  }

  @Override
  public Sink image(int index) {
    return new Kept((bytes, said) -> {
      images.put(index, bytes);
      told.put(index, said);
      events.add("image " + index);
    });
  }

  @Override
  public Sink partial(int index, int order) {
    return new Kept((bytes, _) -> {
      previews.put(index + "/" + order, bytes);
      events.add("preview " + index + "/" + order);
      onPreview.run();
    });
  }

  private final class Kept extends Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final BiConsumer<byte[], ImageMetadata> keep;
    private boolean closed;

    Kept(BiConsumer<byte[], ImageMetadata> keep) {
      this.keep = keep;
      open.incrementAndGet();
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
      if (closed) {
        throw new AssertionError("completed after it was closed");
      }
      keep.accept(bytes.toByteArray(), said);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
    }
  }
}
