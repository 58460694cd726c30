package dev.atelier.providers.sandbox;

import dev.atelier.provider.Results;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps everything in memory. */
final class FakeResults implements Results {
  final Map<Integer, byte[]> images = new LinkedHashMap<>();
  final Map<Integer, ImageMetadata> told = new HashMap<>();
  final Map<String, byte[]> partials = new LinkedHashMap<>();
  final List<Double> progress = new ArrayList<>();
  int closed;

  byte[] bytes(int index) {
    var bytes = images.get(index);
    if (bytes == null) {
      throw new AssertionError("no image " + index + " among " + images.keySet());
    }
    return bytes;
  }

  ImageMetadata told(int index) {
    var said = told.get(index);
    if (said == null) {
      throw new AssertionError("image " + index + " was not completed");
    }
    return said;
  }

  @Override
  public void sending() {}

  @Override
  public void remoteId(String id) {
    throw new AssertionError("the sandbox has no remote ids");
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
    });
  }

  @Override
  public Sink partial(int index, int order) {
    return new Kept((bytes, _) -> partials.put(index + "/" + order, bytes));
  }

  private interface Keep {
    void keep(byte[] bytes, ImageMetadata told);
  }

  private final class Kept extends Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Keep keep;

    Kept(Keep keep) {
      this.keep = keep;
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
      keep.keep(bytes.toByteArray(), said);
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
