package dev.atelier.providers.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.provider.Results;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what an attempt reports in memory, in the order it came. */
public final class KeptResults implements Results {
  private final Map<Integer, String> images = new TreeMap<>();
  private final Map<Integer, ImageMetadata> told = new HashMap<>();
  private final List<String> events = new ArrayList<>();
  private Runnable onRemoteId = () -> {};

  /** Runs this once the upstream's id is known. */
  public KeptResults onRemoteId(Runnable action) {
    onRemoteId = action;
    return this;
  }

  /** The completed images' bytes as text, by index. */
  public Map<Integer, String> images() {
    return images;
  }

  public ImageMetadata told(int index) {
    var said = told.get(index);
    if (said == null) {
      throw new AssertionError("image " + index + " was not completed");
    }
    return said;
  }

  /** Such as {@code sending}, {@code remote id 7}, {@code image 0}. */
  public List<String> events() {
    return events;
  }

  @Override
  public void sending() {
    events.add("sending");
  }

  @Override
  public void remoteId(String id) {
    events.add("remote id " + id);
    onRemoteId.run();
  }

  @Override
  public void progress(double fraction) {
    events.add("progress " + fraction);
  }

  @Override
  public void surplus(int more) {
    events.add("surplus " + more);
  }

  @Override
  public Sink image(int index) {
    return new Kept(index);
  }

  @Override
  public Sink partial(int index, int order) {
    throw new AssertionError("a queue sends no previews");
  }

  private final class Kept extends Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int index;

    Kept(int index) {
      this.index = index;
    }

    @Override
    public void write(int single) {
      bytes.write(single);
    }

    @Override
    public void complete(ImageMetadata said) {
      images.put(index, bytes.toString(UTF_8));
      told.put(index, said);
      events.add("image " + index);
    }
  }
}
